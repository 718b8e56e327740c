"""Whose client got in at an address where others log in as well: that which fails there, or their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from math import ceil
from zlib import crc32

from detectors.login_began import may_be_guessed
from detectors.login_kit import COMMON, COMMON_LEAST, SLOTS
from detectors.tally import Tally
from schemas.event import Event

CLIENT = "~d"  # how their counts are named among a tally's sums
# 2026-11: of the failures by the clients that are common among them. Who comes with a new name of a browser each time
# for half of his list still has the other half in common, and of honest people at a carrier no two fail by one device.
MOST = 1 / 3
FEW = 1 / 30  # of failures: where no more get in, hardly anybody else is there (`login_fanout_report.OWN_SHARE`)


def client_of(event: Event) -> str:
    """Return under which name the attempt's device counts, or its program where no device is told; empty for neither.

    By hash, so that no ids are kept.
    """
    told = event.device if event.device is not None else event.user_agent
    return _client(told) if told is not None else ""


@lru_cache(1 << 12)
def _client(told: str) -> str:
    return f"{CLIENT}{crc32(told.encode()) % SLOTS}"


def got_in(tally: Tally, told: str, time: float) -> None:
    """Note who got in, and by which client: `told` is its name, two spaces, and the account."""
    tally.carry(told, time)
    tally.mark(told.partition("  ")[2], time)


def by_client(run: Tally) -> set[str] | None:
    """Return who got in with a client that is more common among failures than among entries.

    None where most failures have no such client, or all entries have: then clients tell nobody apart. And where none
    has and hardly any got in: it is the attacker's own address.
    """
    came = [told.partition("  ")[::2] for told in run.carried or ()]
    entries, least = Counter([client for client, _ in came]), max(COMMON_LEAST, ceil(COMMON * run.n))
    common = {
        name: times
        for name, times in (run.extra or {}).items()
        if name.startswith(CLIENT) and times >= least and times * len(came) >= entries[name] * run.n
    }
    if sum(common.values()) < MOST * run.n or all([client in common for client, _ in came]):
        return None
    found = {name for client, name in came if client in common}
    return None if not found and len(came) <= FEW * run.n else found


def entered_by(run: Tally) -> Collection[str]:
    """Return who is told as entered: of who got in there since the guessing began, all where clients do not tell."""
    told, found = by_client(run), may_be_guessed(run)
    return found if told is None else told & found


def said_of(run: Tally) -> str:
    """Say how many of those that got in are told as entered, and why; nothing where all are."""
    told, found, several = by_client(run), len(entered_by(run)), len(run.marked or ())
    if not several or (told is None and found == several):
        return ""
    if told is None:
        return f", {found or 'none'} of these once it had begun and into what was tried"
    if not found:
        return ", none with a device or program of those that failed"
    return f", {found} of these with a device or program of those that failed: named first"
