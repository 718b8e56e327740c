"""Whatever two detectors tell, of however few accounts and with whatever evidence: nothing stops the room."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from detectors.catalogue import CATALOGUE
from pipeline.campaigns.board import Board
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding

NAMES = sorted([one.name for one in CATALOGUE])
EVIDENCE = ("events", "count_in_window", "window_s", "distinct", "new_address", "reset_before", "providers", "provider",
            "entered", "days", "hours", "systems", "networks", "countries", "tried", "succeeded")  # fmt: skip
VALUES = st.one_of(st.integers(0, 900), st.floats(0, 1e6), st.sampled_from(["", "AS64500", "DE, FR"]))
ENTITIES = ("ip:203.0.113.7", "site:*", "account:a1", "account:a9", "device:d", "domain:x.example", "key:k", "text:t")


@st.composite
def found(draw: st.DrawFn) -> Finding:
    first = draw(st.floats(0, 3 * HOUR))
    accounts = draw(st.lists(st.sampled_from([f"a{i}" for i in range(6)]), unique=True, max_size=5))
    ties = draw(st.lists(st.sampled_from(["ip:203.0.113.7", "device:d", "net:203.0.113"]), unique=True, max_size=2))
    one = finding(draw(st.uuids()).hex, first, first + draw(st.floats(0, 40 * HOUR)), accounts, ties=tuple(ties),
                  entity=draw(st.sampled_from(ENTITIES)), detector=draw(st.sampled_from(NAMES)))  # fmt: skip
    evidence: dict[str, Any] = draw(st.dictionaries(st.sampled_from(EVIDENCE), VALUES))
    signals = [msgspec.structs.replace(one.alert.signals[0], evidence=evidence)]
    return msgspec.structs.replace(one, alert=msgspec.structs.replace(one.alert, signals=signals))


@given(st.lists(found(), min_size=2, max_size=6))
def test_any_findings_are_put_together_or_left_apart(parts: list[Finding]) -> None:
    board = Board(10_000.0, 2.5, HOUR)
    for one in parts:
        board.put(one)
    told = [name for group in board.campaigns(board.found) for name in group]
    assert sorted(told) == sorted({one.alert.alert_id for one in parts})
