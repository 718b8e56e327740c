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
from tests.campaigns.test_room import Desk

KEYED = {one.name: one.keyed_by for one in CATALOGUE}
EVIDENCE = ("events", "count_in_window", "window_s", "distinct", "new_address", "reset_before", "providers", "provider",
            "entered", "days", "hours", "systems", "networks", "countries", "tried", "succeeded")  # fmt: skip
VALUES = st.one_of(st.integers(0, 900), st.floats(0, 1e6), st.sampled_from(["", "AS64500", "DE, FR"]))
ACCOUNTS = [f"a{i}" for i in range(6)]
TIES = ["ip:203.0.113.7", "device:d", "net:203.0.113"]


@st.composite
def found(draw: st.DrawFn) -> Finding:
    """Draw what a detector of the catalogue might tell: of its kind of entity, an account's with the account itself."""
    detector, first = draw(st.sampled_from(sorted(KEYED))), draw(st.floats(0, 3 * HOUR))
    kind, bare = KEYED[detector], draw(st.sampled_from(ACCOUNTS))
    accounts = draw(st.lists(st.sampled_from(ACCOUNTS), unique=True, max_size=5))
    accounts = sorted({bare, *accounts}) if kind == "account" else accounts
    ties = tuple(draw(st.lists(st.sampled_from(TIES), unique=True, max_size=2)))
    one = finding(draw(st.uuids()).hex, first, first + draw(st.floats(0, 40 * HOUR)), accounts, ties=ties,
                  entity=f"{kind}:{'*' if kind == 'site' else bare}", detector=detector)  # fmt: skip
    evidence: dict[str, Any] = draw(st.dictionaries(st.sampled_from(EVIDENCE), VALUES))
    signals = [msgspec.structs.replace(one.alert.signals[0], evidence=evidence)]
    return msgspec.structs.replace(one, alert=msgspec.structs.replace(one.alert, signals=signals))


def about(one: Finding) -> tuple[str, str]:
    return one.alert.signals[0].detector, one.alert.entity.id


@given(st.lists(found(), min_size=2, max_size=6, unique_by=about))
def test_any_findings_are_put_somewhere(parts: list[Finding]) -> None:
    board = Board(10_000.0, 2.5, HOUR)
    for one in parts:
        board.put(one)
    told = {name for group in board.campaigns(board.found) for name in group}
    assert told == {one.alert.alert_id for one in parts}
    desk = Desk()
    desk.take(*parts)
    desk.room.flush()
    assert desk.last().keys() == told
