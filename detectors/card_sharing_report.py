"""What is kept of a card's accounts, and what a reviewer is told of them."""

from __future__ import annotations

from typing import cast

from msgspec import field

from detectors.aside import Aside, payments
from detectors.card_sharing_owners import LASTS_DAYS, going_on, is_household, is_payer, living, staff_of
from detectors.counts import TIES_KEPT
from detectors.first_held import FirstHeld, FirstState
from detectors.merchant_told import most_at
from detectors.pairs import first_of
from detectors.tally import Tally
from detectors.went_through import told
from detectors.window import WindowState
from detectors.wording import counted
from schemas.values import Severity

DAY_S = 86_400.0
PLACE = "ip:"  # as it stands among ties


class SharingState(FirstState, array_like=True):
    """Adds by account the time of its first payment, the earliest first; and payments that are not counted."""

    known: dict[str, float] = field(default_factory=dict)
    aside: Aside = field(default_factory=dict)


class SharingReport(FirstHeld):
    """Tells how many accounts came to a card, how many of them are new at all, and who else came with them."""

    state_type = SharingState

    def _others(self, state: SharingState, end: int) -> int:
        """Return the accounts that paid with the card for the first time in a window, and nothing odd about them.

        Those of the last two steps are left out: more of them may still come, and would speak against the first.
        """
        start, odd = (end - self.steps + 1) * self.step_s, [tally.members for tally in self._window(state, end)]
        came = [name for name, first in state.known.items() if start <= first < (end - 1) * self.step_s]
        return len(set(came).difference(*odd))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the window's payments, refusals and accounts signed up of late, the card's age in days, and others.

        Last, how many of the accounts live with the card (`living`).
        """
        own, steps, window = cast("SharingState", state), range(end - self.steps + 1, end + 1), self._window(state, end)
        came = set[str]().union(*[tally.members for tally in window])
        fresh = came.intersection(*[{first_of(pair) for tally in window for pair in tally.strangers or ()}])
        since = min(own.known.values(), default=end * self.step_s)
        days = max(0, int((steps[0] * self.step_s - since) // DAY_S))
        return *payments(window, steps, own.aside), len(fresh), days, self._others(own, end), living(window)

    def severity(self, run: Tally) -> Severity:
        """As in the base; low where most accounts live with the card, as a family does, go on paying, or are staff."""
        return "low" if is_household(run) or is_payer(run) or staff_of(run)[0] else super().severity(run)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add all payments of the fullest window, and how long the card is known."""
        names = ("payments_in_window", "refused_in_window", "signed_up_of_late", "card_known_days_before",
                 "others_new_to_it", "came_again_on_devices_of_their_own")  # fmt: skip
        told_of = dict(zip(names, run.detail, strict=False))
        return {**super().evidence(run), **told_of, "went_on_paying": len(going_on(run))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts the card paid for, how many of them are new at all, and what is known of the card."""
        every, refused, fresh, days, *more = run.detail or (run.n, int((run.extra or {}).get("refused", 0.0)), 0, 0)
        new = f", {fresh} of which signed up in the week before," if fresh else ""
        others = f" and by {counted(more[0], 'other')}, known and at home," if any(more[:1]) else ""
        whole = f", {all_told} such accounts over all its days" if (all_told := run.distinct()) > run.peak else ""
        past = (
            f"it is known for {days} day{'s' if days > 1 else ''} longer"
            if days
            else "nothing is known of it from before"
        )
        where = most_at(run, run.n, f"{run.n:,} payments that count")
        reason = (
            f"One card was used by {run.peak:,.0f} accounts new to it{new}{others} within "
            f"{self.window_s / DAY_S:.0f} days ({self.usually(run, 'for this card', 'for a card')}; {past}){whole}; "
            f"{_from_one(run)}{refused} of {every} payments with it in that time were refused"
            f"{f'; {sum_of} went through over all its days' if (sum_of := told(run.extra)) else ''}{where}."
        )
        if is_household(run):
            reason += f" {more[1]} of the accounts paid on two days or more, on devices of their own: so do families."
        elif is_payer(run):
            reason += (
                f" {len(going_on(run))} of the accounts went on paying with it for {LASTS_DAYS} days and more: so does "
                f"who runs them for others, as an agency; a trial is paid for once, and a stolen card stopped."
            )
        elif (staff := staff_of(run))[0]:
            domain, many = staff
            who = f"The {fresh}" if many >= fresh else f"{many} of the {fresh}"
            others = "" if many >= fresh else " (the others at public services)"
            reason += (
                f" {who} that signed up have mail at {domain}{others}, and each of the accounts has a device of its "
                "own: so do a firm's people on its card."
            )
            return (
                reason,
                f"See whether {domain} is a firm's, and the card its own; if not, who is behind the accounts.",
            )
        return reason, "See whether one person is behind the accounts; ask the owner or stop the card."


def _from_one(run: Tally) -> str:
    """Say so where the accounts' first payments that name an address name one: an office's do, and so may a thief's."""
    ties = run.ties or {}
    places = sum([name.startswith(PLACE) for name in ties])
    return (
        "as far as is told, all of them paid from one address at first; "
        if places == 1 and len(ties) < TIES_KEPT
        else ""
    )
