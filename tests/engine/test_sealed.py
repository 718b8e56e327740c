"""State that is not signed with our secret, for this very key, is refused before anything decodes it."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.metrics_recording import RecordingMetrics
from pipeline.sealed import TAG_BYTES, Seal, StateRefusedError
from pipeline.vault import Vault
from tests.engine.toys import SECRET
from tests.support.carrier import MemoryState

SEAL = Seal(SECRET)


def refusal(seal: Seal, key: bytes, blob: bytes) -> str:
    with pytest.raises(StateRefusedError) as caught:
        seal.open(key, blob)
    return caught.value.reason


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=300))
def test_what_was_signed_opens(key: bytes, payload: bytes) -> None:
    assert SEAL.open(key, SEAL.sign(key, payload)) == payload


@given(st.binary(min_size=1, max_size=100), st.data())
def test_any_changed_bit_is_refused(payload: bytes, data: st.DataObject) -> None:
    blob = bytearray(SEAL.sign(b"ip:1", payload))
    bit = data.draw(st.integers(0, 8 * len(blob) - 1))
    blob[bit // 8] ^= 1 << bit % 8
    assert refusal(SEAL, b"ip:1", bytes(blob)) == "altered"


def test_an_entry_passed_off_as_anothers_is_refused() -> None:
    assert refusal(SEAL, b"ip:2", SEAL.sign(b"ip:1", b"x")) == "altered"


def test_another_secret_is_refused() -> None:
    assert refusal(Seal(b"other"), b"ip:1", SEAL.sign(b"ip:1", b"x")) == "altered"


def test_the_border_of_key_and_payload_cannot_be_shifted() -> None:
    blob = SEAL.sign(b"ab", b"cd")
    assert refusal(SEAL, b"a", blob[:TAG_BYTES] + b"bcd") == "altered"


@pytest.mark.parametrize("blob", [b"", b"short", b"x" * TAG_BYTES])
def test_too_short_for_a_signature_is_unsigned(blob: bytes) -> None:
    assert refusal(SEAL, b"k", blob) == "unsigned"


def vault(**entries: bytes) -> tuple[Vault, RecordingMetrics]:
    state, metrics = MemoryState(), RecordingMetrics()
    state.write([(name.encode(), value) for name, value in entries.items()])
    return Vault(SEAL, state, metrics, "account"), metrics


def test_a_refused_entry_is_counted_logged_and_never_decoded(caplog: pytest.LogCaptureFixture) -> None:
    opened, metrics = vault(a=b"\x80\x04" + b"a pickle, perhaps, that somebody put here")
    with caplog.at_level(logging.CRITICAL), pytest.raises(StateRefusedError):
        opened.load(b"a", lambda payload: pytest.fail("decoded"))
    assert metrics.total("abusewatch_state_refused_total", stage="account", reason="altered") == 1
    assert "altered" in caplog.text
    assert "pickle" not in caplog.text


def test_a_walk_over_the_store_refuses_too() -> None:
    opened, metrics = vault(a=SEAL.sign(b"a", b"fine"), b=SEAL.sign(b"a", b"moved"))
    (fine,), (moved,) = opened.scan(b"", 1), opened.scan(b"a", 1)
    assert opened.open(*fine, bytes) == b"fine"
    with pytest.raises(StateRefusedError):
        opened.open(*moved, bytes)
    assert metrics.total("abusewatch_state_refused_total", stage="account", reason="altered") == 1
