"""Whom a campaign's alert lists, and in what order: who was entered first, then some of each part in turn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest

from pipeline.campaigns.bystanders import without
from pipeline.campaigns.entered_first import entered_of, surely
from pipeline.campaigns.reported import in_turns
from schemas.finding import Finding


def named(
    ordered: Sequence[Finding], voices: Sequence[Finding], out: frozenset[int], listed: int
) -> tuple[list[str], int]:
    """Return whom the alert lists, and how many were entered: these first, whoever says so, then some of each part.

    Who may have been a traveller comes after those who got in for sure, and counts as entered only where the sentence
    that says how many such are usual is told, or nobody else was.
    """
    lists = [without(part.alert.accounts, out) for part in ordered]
    got_in = [part for part in ordered if entered_of(part)]
    sure = [part for part in got_in if surely(part) or part in voices] or got_in
    first, perhaps = (_first_of(ordered, lists, some) for some in (sure, got_in))
    turns = [in_turn(some, listed) for some in in_turns([part.alert for part in ordered], lists)]
    names = dict.fromkeys([*first, *perhaps, *chain.from_iterable(turns)])
    return list(names)[:listed], max([len(first), *map(entered_of, sure)])


def _first_of(ordered: Sequence[Finding], lists: Sequence[Sequence[str]], some: Sequence[Finding]) -> list[str]:
    """Return whom some of the parts name as entered, one of each part in turn: those of parts that are sure first."""
    found = dict[str, None]()
    for sure in (True, False):
        entered = [names[: entered_of(part)] for part, names in zip(ordered, lists, strict=True)
                   if part in some and surely(part) is sure]  # fmt: skip
        found.update(dict.fromkeys(in_turn(entered, sum(map(len, entered)))))
    return list(found)


def in_turn(lists: Sequence[Sequence[str]], most: int) -> list[str]:
    """Return the first of each list, then the second of each, and so on; each name once, and at most so many."""
    found: dict[str | None, None] = {}
    for turn in zip_longest(*lists):
        for name in turn:
            if name not in found:
                found[name] = None
        if len(found) > most:
            break
    return [name for name in found if name is not None][:most]  # None: where a list is shorter
