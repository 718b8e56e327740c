"""What is said of new accounts refused on several cards in a day: how many, of how many, and who."""

from __future__ import annotations

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.refused_again import SEVERAL, THREE, refused_again
from detectors.settled_window import OverWindow
from detectors.tally import Tally
from detectors.window import WindowState


class NewcomersDayWords(OverWindow):
    """Base of `card_testing_newcomers_day`: turns its runs into findings."""

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; who was refused on one card only is not concerned."""
        found, mine = super().explain(run, state, key), refused_again(run.members)
        found.accounts = in_order({name: time for name, time in (run.accounts or {}).items() if name in mine})
        found.accounts_total = len(mine)
        return found

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        names = ("refused_on_several", "known_accounts_so", "new_accounts_paying", "refused_on_three")
        return {**self.numbers(run), **dict(zip(names, run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, of how many, and what is usual."""
        several, others, payers, three = (*run.detail, 0, 0, 0, 0)[:4]
        cards = f"{SEVERAL} cards or more each{f', {three} of them {THREE} or more,' if three else ''}"
        reason = (
            f"{several} accounts that had signed up within the week, or were first seen then, were refused {cards} "
            f"within {self.window_s / 3600:.0f} h over the whole site for reasons that may lie in the card "
            f"({self.usually(run, 'here', 'for such sites')}), of {payers} such accounts that paid, or tried to; of "
            f"those known for longer {others or 'none'} {'was' if others < SEVERAL else 'were'} refused so."
        )
        return reason, "Hold these accounts, challenge first payments; look at what they have in common."
