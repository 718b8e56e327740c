"""What sign-ups share, counted by hash: what meets by chance is not said of them."""

from __future__ import annotations

from random import Random

import pytest

from detectors.signup_traits import note_traits, traits
from detectors.tally import Tally
from tests.support.scenario import event


def made(devices: list[str]) -> Tally:
    tally = Tally(0)
    for number, device in enumerate(devices):
        note_traits(event("account.signup", f"new{number}", float(number), device=device), tally)
    return tally


@pytest.mark.parametrize("seed", range(6))
def test_hundreds_of_devices_are_not_told_as_shared(seed: int) -> None:
    """Of 400 names 19 meet another one by chance, of 130 two."""
    random = Random(seed)
    for number in (130, 400):
        assert traits([made([f"{random.getrandbits(64):x}" for _ in range(number)])]).repeated == 0


def test_those_on_one_device_are_counted_however_few() -> None:
    assert traits([made(["tablet", "tablet", "phone"])]).repeated == 1
    assert traits([made([f"box{i // 2}" for i in range(130)])]).repeated in range(65, 68)
