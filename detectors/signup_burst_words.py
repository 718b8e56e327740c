"""What is said of a burst of sign-ups: how many, how fast, and what they share."""

from __future__ import annotations

from typing import ClassVar

from detectors.advice import HOLD_NEW
from detectors.settled_window import SettledWindow
from detectors.signup_traits import Traits, traits
from detectors.steps import HOUR_S
from detectors.tally import Tally


class SignupBurstWords(SettledWindow):
    """Base of `signup_burst`: turns its runs into findings."""

    place: ClassVar[str] = "one address"

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: counts by trait, never a device or an address."""
        found = traits([run])
        return {
            **self.numbers(run), "on_shared_devices": found.repeated, "with_device": found.devices,
            "disposable_mail": found.disposable, "drawn_handles": found.odd, "addresses": found.addresses,
        }  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many, how fast, and what they share."""
        even = ", at an even beat" if any(run.detail) else ""
        reason = (
            f"{_many(run)} at {self.place}{_of_them(run)} within {_span(self.window_s)}{even} "
            f"({self.usually(run, 'there', f'at {self.place}')}){_alike(traits([run]))}{self._named(run)}."
        )
        return reason, f"{HOLD_NEW}; see what each used, paid or posted in its first hour."

    def _named(self, run: Tally) -> str:
        return ""


def _many(run: Tally) -> str:
    return f"{max(run.n, round(run.peak))} accounts were made"


def _of_them(run: Tally) -> str:
    """Say how many came in the fullest window, where that is not all of those whose traits are told."""
    return f", {run.peak:,.0f} of them" if run.n > run.peak else ""


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds <= HOUR_S else f"{seconds / HOUR_S:.0f} h"


def _alike(found: Traits) -> str:
    """Say what they share. Where that is nothing, it may not have been told, and clears nobody: nothing is said."""
    shares = [
        f"{found.repeated} on a device another used" if found.repeated else "",
        f"{found.disposable} with a throw-away mail domain" if found.disposable else "",
        f"{found.odd} with a handle of random letters and digits" if found.odd else "",
    ]
    return "".join(f"{'; ' if not number else ', '}{one}" for number, one in enumerate(filter(None, shares)))
