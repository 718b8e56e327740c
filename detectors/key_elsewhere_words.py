"""What a reviewer is told of a key that is used elsewhere."""

from __future__ import annotations

from detectors.first_times import in_order
from detectors.key_windows import AT, BY, FOR
from detectors.tally import Tally
from detectors.usage_amount import named
from detectors.wording import about, counted, within

# Of a hot window: most is of products new to the key; a key was made where the account had not been; more networks than
# are kept may be new; the new ones lie in several countries, at several providers; most is of a provider new to the
# key, or of a country; or by a program of a kind new to it.
FRESH, AWAY, MORE, ABROAD, FOREIGN, LANDED, ALIEN = 1, 2, 4, 8, 16, 32, 64

TOLD = 3  # products, and places
IN_ALL = 1.5  # times what the most surprising window had

ASK = "Ask the owner whether the networks are theirs; cap the key, or rotate it if they are not."


def said(run: Tally, whose: str, whom: str, window_s: float) -> str:
    """Return the sentence: `whose` key, new to `whom`, from how many networks, and how much more than ever."""
    networks, days, idle, signs, *told = _detail(run)
    pause = {1: "", 2: ", not used on the day before"}.get(idle, f", not used on the {idle - 1} days before")
    fold = run.peak / max(run.usual, 1e-9)
    new = f"{networks} or more networks" if signs & MORE else counted(networks, "network")
    before = "the only earlier day" if days == 1 else f"any of {days} earlier days"
    did = f"{'used' if told else 'made'} {run.peak:,.0f} {_measure(run)}"
    products = "" if told else _named(run, FOR)
    did += f" ({products})" if products else ""
    made = ", made from a device or provider that the account had for hours at most," if signs & AWAY else ""
    return (
        f"{whose}{made} {did} within {window_s / 3600:.0f} h from {new} "
        f"new to {whom}{_whose(signs, whom, _named(run, AT))}"
        f"{_by(run, signs, whom)}{f', mostly in products new to {whom}' if signs & FRESH else ''}{pause}: "
        f"{fold:,.0f} times the most in as long on {before} ({about(run.usual)}){_in_all(run)}."
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


def _named(run: Tally, what: str) -> str:
    """Name products or places, those first that came first; of many the first few.

    >>> _named(Tally(carried={"at AS2 in DE": 9.0, "at AS1 in SG": 4.0, "for export": 4.0}), "at ")
    'AS1 in SG, AS2 in DE'
    """
    names = [name[len(what) :] for name in in_order(run.carried or {}) if name.startswith(what)]
    return f"{', '.join(names[:TOLD])}{', ...' if len(names) > TOLD else ''}"


def _in_all(run: Tally) -> str:
    """Say how much it is in all, where that is more: the most surprising hours are not all of it."""
    what = _measure(run)
    every = run.total if what == "requests" else (run.extra or {}).get(what, 0.0)
    return f"; {every:,.0f} in all within {within(run.last - run.first)}" if every > IN_ALL * run.peak else ""


def _detail(run: Tally) -> tuple[int, ...]:
    """Return new networks, earlier days, days since the last use, the signs above, and what marks the measure."""
    return run.detail if len(run.detail) >= 4 else (1, 1, 1, 0)


def _measure(run: Tally) -> str:
    told = _detail(run)[4:]
    return named(told[0], sorted(run.extra or {})) if told else "requests"


def _by(run: Tally, signs: int, whom: str) -> str:
    """Say with which program, where its kind is new."""
    programs = _named(run, BY)
    return f", with a program new to {whom}{f' ({programs})' if programs else ''}" if signs & ALIEN else ""


def _whose(signs: int, whom: str, places: str) -> str:
    """Say whose new networks are, and where."""
    named = f" ({places})" if places else ""
    if signs & ABROAD:
        return f"{named}, in three countries or more and at as many providers"
    new = [name for sign, name in ((FOREIGN, "a provider"), (LANDED, "a country")) if signs & sign]
    most = f"most of it from {' and '.join(new)} new to {whom}, too" if new else ""
    return f" ({'; '.join([told for told in (places, most) if told])})" if places or most else ""
