"""What the catalogue finds in a peer's cases."""

from __future__ import annotations

import pytest

from tests.detection.crowdsec import file, measure


def test_finds_what_the_peer_finds_and_leaves_alone_whom_it_leaves_alone() -> None:
    if not file().exists():
        pytest.skip(f"no public cases at {file()}: set ABUSEWATCH_DATA")
    pairs = measure(file())
    assert len(pairs.found) + len(pairs.missed) == 61
    assert len(pairs.found) >= 58, pairs.missed
    assert pairs.loud == []
