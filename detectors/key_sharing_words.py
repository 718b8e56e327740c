"""What is said of a key that is used from many networks."""

from __future__ import annotations

from detectors.key_uses import COUNTRY, PROGRAM
from detectors.tally import Tally
from detectors.wording import counted

# Networks within a window that are nothing strange on a key's first day: build runners, an office with its own.
YOUNG_USUAL = 2.0


def told(run: Tally, usual: str, window_s: float) -> tuple[str, str]:
    """Return the sentence and what to do; `usual`: what is, for this key or for keys."""
    countries = sum([name.startswith(COUNTRY) for name in run.extra or ()])
    where = f" in {counted(countries, 'country')}" if countries else ""
    by = ", some of it with a program that its account had never used" if PROGRAM in (run.extra or {}) else ""
    more = " or more" if any(run.detail[2:3]) else ""  # a bucket keeps but a few
    new = f", {run.detail[1]}{more} of them new to its account," if any(run.detail[1:2]) else ""
    reason = (
        f"One API key was used from {run.peak:.0f} networks{new}{where} within {window_s / 3600:.0f} h{by} "
        f"({_usual(run, usual)})."
    )
    return reason, "Ask the owner; rotate the key if the networks are not theirs."


def _usual(run: Tally, usual: str) -> str:
    if is_first_day(run):
        return f"usual for keys on their first day: {YOUNG_USUAL:.0f} networks; of this one no earlier day was seen"
    return f"{usual} networks{f'; the most until a day before: {run.detail[3]}' if any(run.detail[3:]) else ''}"


def is_first_day(run: Tally) -> bool:
    """Tell whether a key was judged without any earlier day: `KeySharing._detail`."""
    return bool(run.detail) and not run.detail[0]
