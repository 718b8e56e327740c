"""Kinds of programs that a key is used by: a new release of its owner's is one of a kind that the key has had."""

from __future__ import annotations

from collections.abc import Mapping

from detectors import key_begun
from detectors.key_begun import KEPT
from schemas.event import NEW_IP, UNTOLD, Event

First = tuple[float, bool]  # when a program was first used, and whether at an address new to the account


def family(agent: str) -> str:
    """Return what a program calls itself, without its version.

    >>> family("Go-http-client/1.1"), family("okhttp/4.9.3"), family("Zapier")
    ('Go-http-client', 'okhttp', 'Zapier')
    """
    return agent.partition("/")[0]


def first_of(event: Event) -> First:
    """Return what is kept of a program's first use."""
    return event.time, event.novel & ~(event.novel >> UNTOLD) & NEW_IP != 0  # `news` without its call


def is_of_new_family(programs: Mapping[str, First], agent: str | None, own: float) -> bool:
    """Tell whether a program is of no kind that is the owner's: used by `own`, or begun where the account had been.

    Nothing is new to a key of which none is the owner's yet, and to one that many programs use.

    >>> had = {"curl/7.1": (5.0, False), "okhttp/4": (12.0, True), "Homey/12": (12.0, False)}
    >>> [is_of_new_family(had, agent, 9.0) for agent in ("curl/8.2", "okhttp/4", "Homey/12")]
    [False, True, False]
    """
    if not agent or len(programs) >= KEPT:
        return False
    had = {family(name) for name, (first, away) in programs.items() if first <= own or not away}
    return bool(had) and family(agent) not in had


def begun(programs: Mapping[str, First], own: float, before: int) -> int:
    """Return on how many days up to `before` a kind came that was not there up to `own` (seconds)."""
    firsts = dict[str, float]()
    for name, (first, _) in programs.items():
        firsts[family(name)] = min(first, firsts.get(family(name), first))
    return key_begun.begun(firsts, own, before)
