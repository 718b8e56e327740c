"""What is said of sign-ups that share a trait over the whole site: how many of how many, and what else they share."""

from __future__ import annotations

from detectors.advice import HOLD_NEW
from detectors.settled_window import OverWindow
from detectors.shared_traits import MAIL, NETWORK, PROGRAM, others_in
from detectors.shared_traits_words import as_evidence, said, telling
from detectors.signup_site_share import TRAITS
from detectors.steps import HOUR_S
from detectors.tally import Tally

SIGNUPS = "signups"
SHARED = PROGRAM, NETWORK, MAIL
WORDS = dict(zip(TRAITS, ("a throw-away mail domain", "a handle of random letters and digits"), strict=True))


class SignupSiteWords(OverWindow):
    """Base of `signup_site`: turns its runs into findings."""

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """As in the base; usual is what the sentence says."""
        shared = as_evidence(run.traits, SHARED, run.n, others_in(run.traits))
        return {**super().evidence(run), "usual_in_window": round(run.usual - 1, 3), **shared}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many share what, of how many; of a trait that nobody has, or of which nothing is told, nothing."""
        every = [int((run.extra or {}).get(name, 0.0)) for name in (SIGNUPS, *TRAITS)]
        signups, *having = run.detail or every
        shared = [f"{number:,} came with {what}" for number, what in zip(having, WORDS.values(), strict=True) if number]
        did = " and ".join([f"{all_:,}" for all_, number in zip(every[1:], having, strict=True) if number])
        what = said(run.traits, SHARED, run.n, others_in(run.traits), ("such sign-ups", "other sign-ups"))
        more = f"; of all {every[0]:,} within {_long(run.last - run.first)}, {did} did" if every[0] > signups else ""
        reason = (
            f"Of {signups:,} sign-ups over the whole site within {_long(self.window_s)}, {' and '.join(shared)} "
            f"(usual among as many sign-ups: {run.usual - 1:,.1f}){more}."
            f"{f' {what[0].upper()}{what[1:]}.' if what else ''}"
        )
        if found := telling(run.traits, SHARED, run.n, others_in(run.traits)):
            return reason, f"{HOLD_NEW}; challenge sign-ups {found} while it lasts."
        return reason, f"{HOLD_NEW}; ask for a confirmed address while it lasts."


def _long(seconds: float) -> str:
    """Return a time as it is said.

    >>> _long(3600.0), _long(7_900.0), _long(7 * 86_400.0)
    ('1 h', '2.2 h', '7 days')
    """
    hours = seconds / HOUR_S
    return f"{hours:.2g} h" if hours <= 48 else f"{hours / 24:.2g} days"
