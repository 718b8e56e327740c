"""What is said of cards tested at leisure: by new accounts, or by known ones on one amount or any."""

from __future__ import annotations

from detectors.base import Finding
from detectors.card_testing_known import CURRENCY
from detectors.card_testing_known_words import sentence
from detectors.card_testing_newcomers_day import CardTestingNewcomersDay
from detectors.first_times import in_order
from detectors.pairs import PARTED
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted

KNOWN = ("amount_minor", "refused_on_three", "refused_the_amount", "cards")
ON_ANY = ("", "refused_on_two", "known_accounts_refused", "cards", "", "amount_minor", "cards_with_the_amount")
OF_NEW = "of_new"  # in a tally: new accounts are accused


class NewcomersSlowWords(CardTestingNewcomersDay):
    """Base of `card_testing_newcomers_slow`: turns its runs into findings."""

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name the known accounts where it is these, and after those accused first the others."""
        found, known = super().explain(run, state, key), in_order(run.marked or {})
        if not known:
            return found
        new = [name for name in found.accounts if name not in known]
        mine = new if OF_NEW in (run.extra or {}) else []
        first, then, sort = (known, mine, "new") if _of_known(run) else (new, known, "known")
        if then:
            others = counted(len(then), f"{sort} account")
            found.reason += (
                f" In the same days {others} had card after card refused, named after these: maybe another's."
            )
        return found.naming([*first, *then])

    def breached(self, run: Tally) -> bool:
        """Nothing was entered: accounts are marked as those refused one amount."""
        return False

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        if _of_known(run):
            told = dict(zip(KNOWN if run.detail[0] else ON_ANY, run.detail, strict=False))
            return {**self.numbers(run), **{name: number for name, number in told.items() if name}}
        return super().evidence(run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, and on which amount where it is known ones."""
        if not _of_known(run):
            return super().sentence(run, key)
        currencies = [name.partition(PARTED)[2] for name in run.extra or () if name.startswith(CURRENCY)]
        return sentence(run.detail, [name for name in sorted(currencies) if name], self.window_s / 3600)


def _of_known(run: Tally) -> bool:
    """Tell whether a run's strongest window is one of known accounts: these have one number more to tell."""
    return len(run.detail) > len(KNOWN)
