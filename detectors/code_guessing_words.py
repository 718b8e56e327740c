"""What is said of codes guessed at one door: how often it refused, what is usual there, whether a code fitted."""

from __future__ import annotations

from detectors.code_guessing_refused import FEW, HUNDRED, MISTYPED_MOST
from detectors.site_days import slot_of
from detectors.statuses import DENIED, spelled
from detectors.tally import Tally
from detectors.window import WindowDetector
from detectors.wording import counted
from schemas.values import Severity

PRODUCTS_TOLD = 3  # that share a slot
OF, GIVEN = "refused_", "given_"


class CodeGuessingWords(WindowDetector):
    """Base of `code_guessing`: turns its runs into findings."""

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        number, known, most, rare, _ = run.detail or (0, 0, 0, 0, 0)
        found = {name: value for name, value in super().evidence(run).items() if not name.startswith((OF, GIVEN))}
        found |= {"given": given} if (given := _given(run)) else {}
        return {**found, "count_in_window": number, "usual_in_window": most, "account_days_known": known,
                "most_of_nine_in_ten": most, "most_of_99_in_100": rare}  # fmt: skip

    def severity(self, run: Tally) -> Severity:
        """As in the base; high where a code fitted."""
        return "high" if _given(run) else super().severity(run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how often one thing was refused, and how often it is to others."""
        number, known, _, rare, slot = run.detail or (0, 0, 0, 0, 0)
        product = ", ".join(sorted([name for name in run.carried or () if slot_of(name) == slot])[:PRODUCTS_TOLD])
        named = f" ({product})" if product else ""
        most = f"99 in 100 were at most {counted(rare, 'time')}" if known >= HUNDRED else f"none was more than {rare}"
        if known < FEW:
            most += f" (on other sites a mistyped code was refused {MISTYPED_MOST} times in a day at most)"
        reason = (
            f"One account was refused the same product{named} {number} times within {self.window_s / 3600:.0f} h "
            f"({spelled(DENIED)}); of {known:,} earlier days on which an account without a key was refused it at all, "
            f"{most}."
        )
        if not (given := _given(run)):
            return reason, "See what was asked for; bound how often an account may try."
        told = f" It was answered {counted(given, 'time')} meanwhile: so often what it tried fitted."
        return reason + told, (
            "Undo what that gave: take back what was redeemed, put out who was let in, reset what was opened; bound "
            "how often an account may try."
        )


def _given(run: Tally) -> int:
    """Return how often who was refused a product was given it, of the one that is told."""
    slot = run.detail[4] if run.detail else 0
    return int((run.extra or {}).get(f"{GIVEN}{slot}", 0))
