"""One person behind several accounts: on one device, one account after the other turns to the same target."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log10

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.only import only
from detectors.settled_window import OverWindow
from detectors.signup_on_device import terminal
from detectors.sock_puppets_devices import (
    CODE,
    POSTS,
    SLOTS,
    code_of,
    insists,
    largest,
    most_on_one,
    posts_of,
    slot_of,
    turns,
)
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_TODAY, Event

APART = ("review", "prompt")
SAME = 1.0  # of machines at which strangers sign up, one in ten has something that they all write to
EACH = 0.5  # ... of each account: one in three comes back to somebody so often on its first day
# 2026-12: of devices of three accounts and more on 29 made-up products no honest one had two spells in which nearly all
# of them wrote to one target; each further one as one in two, so that four are asked of five accounts.
TURN, TURNS_MOST = 0.25, 2.0


class SockPuppets(OverWindow):
    """Distinct accounts on one device that wrote to one target on their first day of posting, in a sliding week.

    Fires on six that write again and again to one person (blocked, somebody makes the next), ten that do so once, or
    five that take turns: nearly all of them write in each of four spells of two hours. Quiet on a family; on a terminal
    where strangers sign up, each with targets of its own; and on a target to which many newcomers write from many
    devices (a help desk, a welcome): any of these may be a terminal. Judged every two hours, as others may still come.
    Reviews are not looked at: guests write them on a tablet at the counter; nor are prompts, which molest no model or
    character (`quota_cycling_slow` sees who uses it up). Fails where no device is told, where each account rests for a
    day after its first post, and on a popular target. Takes ten pupils who write to their teacher from one machine for
    puppets. Cost: next to nothing for any but an account's first day; state: 200 bytes for a target of one newcomer.
    """

    name = "sock_puppets"
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "fake_accounts"
    ties = ("device", "ip")
    steps = 84  # of two hours
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._plain_members = True  # `_counted` asks for members alone

    @by_event
    @only(NEW_TODAY)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return to whom an account of a first day writes on a device that is told; () for all others."""
        return (event.target,) if event.novel & NEW_TODAY and event.target and _looked_at(event) else ()

    def member(self, event: Event) -> str | None:
        """Count accounts, each with its device."""
        return f"{code_of(event.device)}{event.subject}" if event.novel & NEW_TODAY and _looked_at(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count a device's posts."""
        tally.add(f"{POSTS}{int(code_of(event.device), 16) % SLOTS}")

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return the most accounts of a window on one device; 0 where a sample is all that is kept of a crowd."""
        return most_on_one(self._window(state, end), member)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window so far; None for few accounts."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the smaller surprise: of so many in a family, and on any of the target's devices as on a terminal."""
        window = self._window(state, end)
        code, _, others = largest(window)
        again = EACH * count * insists(window, code, count, others)
        found = min(gamma_poisson(count - 1, *past), terminal(count) - log10(1 + others) + SAME + again)
        if not self.hot_from - TURNS_MOST <= found < self.hot_from:  # nothing is decided by it
            return found
        return found + min(TURNS_MOST, TURN * max(0, turns(window, code, count) - 1))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the device's code, its posts, the target's other newcomers, and the spells of nearly all."""
        window = self._window(state, end)
        code, count, others = largest(window)
        posts = int(posts_of(window).get(slot_of(code), 0.0))
        return int(code or "0", 16), posts, others, turns(window, code, count)

    def named_first(self, run: Tally) -> Collection[str]:
        """Name nobody but the device's accounts."""
        return ()

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; of the target's newcomers only those of the device are concerned."""
        code = f"{(*run.detail, 0)[0]:08x}"
        mine = {name[CODE:]: time for name, time in run.members.items() if name.startswith(code)}
        return super().explain(run, state, key).naming(in_order(mine))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run; no device is told."""
        _, posts, others, spells = (*run.detail, 0, 0, 0, 0)[:4]
        found = {name: one for name, one in super().evidence(run).items() if not name.startswith(POSTS)}
        own = {"posts_of_device": posts, "other_newcomers": others, "spells_of_nearly_all": spells}
        return {**found, "distinct": int(run.peak), **own}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts of one device wrote how often, and how many other newcomers did."""
        _, posts, others, spells = (*run.detail, 0, 0, 0, 0)[:4]
        by_turns = f", nearly all of them in each of {spells} spells of two hours" if spells > 1 else ""
        reason = (
            f"{run.peak:,.0f} accounts on one device wrote to the same target within {self.window_s / 86_400:.0f} "
            f"days, each on its first day of posting ({self.usually(run, 'for it', 'on a device')}), {posts} posts in "
            f"all{by_turns}; {counted(others, 'other new account')} wrote to it."
        )
        return reason, "Read what they wrote; if somebody is molested, stop the accounts and refuse the device."


def _looked_at(event: Event) -> bool:
    return bool(event.device) and event.kind not in APART
