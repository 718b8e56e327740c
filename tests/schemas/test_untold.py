"""What stands for "none" is none, and what may be somebody's id stays."""

from __future__ import annotations

import msgspec
import pytest

from schemas.event import Event
from schemas.parse import parse
from schemas.untold import told

NOBODY = ("", "0", "Unknown", "NULL", "00000000-0000-0000-0000-000000000000", "ffffffffffffffff", "000000000000000",
          "00:00:00:00:00:00", "02:00:00:00:00:00", "XXXXXXXX")  # fmt: skip
SOMEBODY = ("f", "x", "00", "000", "d1", "0000001", "00000000-0000-0000-0000-000000000001", "ffffff", "aaaaaaaaaa",
            "nobody")  # fmt: skip


@pytest.mark.parametrize("value", NOBODY)
def test_a_placeholder_is_none(value: str) -> None:
    assert told(value) is None


@pytest.mark.parametrize("value", SOMEBODY)
def test_what_may_be_an_id_stays(value: str) -> None:
    assert told(value) == value


def test_a_login_on_a_device_of_zeros_is_one_without_a_device() -> None:
    event = {"specversion": "1.0", "id": "1", "source": "/app", "type": "account.login", "subject": "u1",
             "time": "2026-01-05T10:00:00Z", "data": {"outcome": "success", "device": NOBODY[4]}}  # fmt: skip
    found = parse(msgspec.json.encode(event))
    assert isinstance(found, Event)
    assert found.device is None
