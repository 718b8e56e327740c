"""What a reviewer is told of a key that is used elsewhere."""

from __future__ import annotations

from detectors.tally import Tally
from detectors.usage_amount import named
from detectors.wording import about, counted

# Of a hot window: most is of products new to the key; a key was made where the account had not been; more networks than
# are kept may be new; the new ones lie in several countries, at several providers; most is of a provider new to the
# key, or of a country.
FRESH, AWAY, MORE, ABROAD, FOREIGN, LANDED = 1, 2, 4, 8, 16, 32


ASK = "Ask the owner whether the networks are theirs; cap the key, or rotate it if they are not."


def said(run: Tally, whose: str, whom: str, window_s: float) -> str:
    """Return the sentence: `whose` key, new to `whom`, from how many networks, and how much more than ever."""
    networks, days, idle, signs, *told = _detail(run)
    pause = {1: "", 2: ", not used on the day before"}.get(idle, f", not used on the {idle - 1} days before")
    fold = run.peak / max(run.usual, 1e-9)
    new = f"{networks} or more networks" if signs & MORE else counted(networks, "network")
    before = "the only earlier day" if days == 1 else f"any of {days} earlier days"
    did = f"{'used' if told else 'made'} {run.peak:,.0f} {_measure(run)}"
    made = ", made from a device or provider that the account had for hours at most," if signs & AWAY else ""
    return (
        f"{whose}{made} {did} within {window_s / 3600:.0f} h from {new} "
        f"new to {whom}{_whose(signs, whom)}"
        f"{f', mostly in products new to {whom}' if signs & FRESH else ''}{pause}: "
        f"{fold:,.0f} times the most in as long on {before} ({about(run.usual)})."
    )


def evidence_of(run: Tally, window_s: float) -> dict[str, float | int | str]:
    """Return the checkable numbers of a run."""
    networks, days, idle, signs, *_ = _detail(run)
    return {
        "units_in_window": round(run.peak, 3), "measure": _measure(run), "window_s": window_s,
        "most_in_window": round(run.usual, 3), "new_networks": networks, "new_products": int(signs & FRESH > 0),
        "earlier_days": days, "days_without_use": max(0, idle - 1), "surprise_log10": round(run.surprise, 3),
        "events": run.n,
    }  # fmt: skip


def _detail(run: Tally) -> tuple[int, ...]:
    """Return new networks, earlier days, days since the last use, the signs above, and what marks the measure."""
    return run.detail if len(run.detail) >= 4 else (1, 1, 1, 0)


def _measure(run: Tally) -> str:
    told = _detail(run)[4:]
    return named(told[0], sorted(run.extra or {})) if told else "requests"


def _whose(signs: int, whom: str) -> str:
    """Say whose new networks are, and where."""
    if signs & ABROAD:
        return ", in three countries or more and at as many providers"
    new = [name for sign, name in ((FOREIGN, "a provider"), (LANDED, "a country")) if signs & sign]
    return f" (most of it from {' and '.join(new)} new to {whom}, too)" if new else ""
