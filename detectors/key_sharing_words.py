"""What is said of a key that is used from many networks."""

from __future__ import annotations

from detectors.key_uses import COUNTRY, PROGRAM, largest
from detectors.program_named import after_colon, carried
from detectors.tally import Tally
from detectors.wording import counted

# Networks within a window that are nothing strange on a key's first day: build runners, an office with its own.
YOUNG_USUAL = 2.0
# Times the most requests ever in as long: one in ten of all records is so far above (`takeover_spending.FAR`). 2026-11:
# a till maker's roll-out to 45 restaurants had 1.2 times that, a stolen key on fourteen hosters' machines 49 times.
MUCH = 3.0
# No more than before, as a day's traffic goes: the owner's own work is done from elsewhere. 2026-11: eight developers
# who worked at home for a week asked for 1.24 times the most before, the tills' first ones for 1.23.
AS_BEFORE = 1.5


def told(run: Tally, usual: str, window_s: float) -> tuple[str, str]:
    """Return the sentence and what to do; `usual`: what is, for this key or for keys."""
    countries = sum([name.startswith(COUNTRY) for name in run.extra or ()])
    where = f" in {counted(countries, 'country')}" if countries else ""
    new_program = f", some of it with a program that its account had never used{after_colon(carried(run))}"
    by = new_program if PROGRAM in (run.extra or {}) else ""
    more = " or more" if any(run.detail[2:3]) else ""  # a bucket keeps but a few
    new = f", {run.detail[1]}{more} of them new to its account," if any(run.detail[1:2]) else ""
    reason = (
        f"One API key was used from {run.peak:,.0f} networks{new}{where} within {window_s / 3600:.0f} h{by} "
        f"({_usual(run, usual)}){_asked(run)}{_mostly(run)}."
    )
    return reason, "Ask the owner; rotate the key if the networks are not theirs."


def _usual(run: Tally, usual: str) -> str:
    if is_first_day(run):
        return f"usual for keys on their first day: {YOUNG_USUAL:,.0f} networks; of this one no earlier day was seen"
    return f"{usual} networks{f'; the most until a day before: {run.detail[3]}' if any(run.detail[3:]) else ''}"


def _asked(run: Tally) -> str:
    """Say how much was asked for, where that is more than a request a use, and how much before."""
    numbers = asked_for(run)
    if not numbers:
        return ""
    before = numbers["most_requests_before"]
    usual = f"; the most in as long before: {before:,}" if before else ""
    usual += ": no more than its owner asked for before" if is_as_before(run) else ""
    return f"; {numbers['requests_in_window']:,} requests in that time{usual}"


def _mostly(run: Tally) -> str:
    providers = largest(run)
    return f"; of the new places most are of {providers}" if providers else ""


def asked_for(run: Tally) -> dict[str, int]:
    """Return the requests in the fullest window, and the most in as long before it (0: nothing known)."""
    return dict(zip(("requests_in_window", "most_requests_before"), run.detail[4:6], strict=False))


def is_much(run: Tally) -> bool:
    """Tell whether far more was asked for than ever in as long, as far as is known."""
    numbers = asked_for(run)
    return not numbers or numbers["requests_in_window"] > MUCH * numbers["most_requests_before"]


def is_as_before(run: Tally) -> bool:
    """Tell whether no more was asked for than before in as long."""
    numbers = asked_for(run)
    return bool(numbers) and numbers["requests_in_window"] <= AS_BEFORE * numbers["most_requests_before"]


def is_first_day(run: Tally) -> bool:
    """Tell whether a key was judged without any earlier day: `KeySharing._detail`."""
    return bool(run.detail) and not run.detail[0]
