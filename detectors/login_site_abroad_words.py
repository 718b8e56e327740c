"""What is said of accounts that failed from countries and with clients new to them: who got in, and who was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.login_site_abroad_deeds_words import Kept, carried, in_words
from detectors.login_site_abroad_state import FEW
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from detectors.wording import about, counted, few_of

ALONE = "at an address of their own"
APART = "with a program that failed so, on a device and at an address of their own"
CLIENTS = "clients"  # a tally's sum where devices or programs of those who failed are told
LISTED = 8  # of accounts of each sort: those in which something was done, and those that may be travellers'
_NEW = "ask for a second factor, or a proof by mail, where {}"
ASKED = 24  # of those that may be travellers', listed: about half of what an alert lists
FAR, CHANCE = 2.0, 3.0  # times as many as usual got in, and so many standard deviations more: then they are named


def said(run: Tally) -> Finding:
    """Name those first in whose accounts something was done since, then who got in as these came; then who was tried.

    The second count as entered where there are none of the first and more got in than honest people explain. Else each
    may as well be a traveller: they are listed to be asked, and joined to nothing.
    """
    tried, span = (*run.detail, 0, 0)[:2]
    inside, all_days = in_order(run.marked or {}), span + (run.last - run.first) / DAY_S
    usual, taken = None if run.usual < 0.0 else run.usual * all_days, carried(run)
    many = usual is not None and len(inside) >= max(FAR * usual, usual + CHANCE * sqrt(usual))
    left = [name for name in inside if name not in taken]
    named = [*taken, *(left if many else ())]
    asked = [] if many else left[:ASKED]
    evidence: dict[str, float | int | str] = {
        "tried": tried, "days": span, "entered": len(inside), "taken": len(taken),
        "surprise_log10": round(run.surprise, 3), "events": run.n,
    }  # fmt: skip
    if usual is not None:
        evidence["entered_usual"] = round(usual, 2)
    any_ = "on any device" if many else "on any device and with any program"  # so that fewer clear nobody
    often = "how many do at any time is not known yet" if usual is None else f"usual, {any_}: {about(usual)}"
    days = "a day" if span == 1 else f"{span} days"
    all_ = f" ({run.distinct():,} in all)" if run.distinct() > tried else ""
    reason = (
        f"{counted(tried)}{all_} failed to log in within {days}, each from a country {_news(run)} new to it, "
        f"at addresses that tried {FEW} accounts at most, and did not get in there: hardly anybody honest comes so "
        f"and fails. {_taken(taken)}"
    )
    if run.members:
        reason += f"{_who(inside, left, often, how=APART if _clients(run) else ALONE, many=many)}."
    else:  # of days after it: who got in so, and did nothing, was told by the alert before
        asked = []
        reason += "The rest is in the alert of these days."
    action = _advised(len(taken), len(left) if many else 0, len(asked), clients=_clients(run))
    first = [*named, *asked]
    others = [name for name in in_order(run.members) if name not in first]
    total = run.distinct() + len([name for name in first if name not in run.members])
    lone = [] if many else [name for name in first if name not in run.members]  # one in two is another thief's
    return Finding(
        "high" if named else "medium", evidence, reason, action, [*first, *others], total, len(taken or named),
        unjoined=lone,
    )  # fmt: skip


def _clients(run: Tally) -> bool:
    return CLIENTS in (run.extra or {})


def _news(run: Tally) -> str:
    return "and with a client" if _clients(run) else "(neither devices nor programs are told)"


def _advised(taken: int, left: int, asked: int, *, clients: bool) -> str:
    """Return what to do: about accounts in which something was done, others of which more got in than usual, or not."""
    todo = [_NEW.format("country and device are both new" if clients else "the country is new")]
    if asked:
        them = "the account" if asked == 1 else f"the {asked} accounts"
        todo.insert(
            0,
            f"have {them} listed {'after these' if taken else 'first'}, which got in as well, prove once more who they "
            "are (a traveller can, a thief cannot), and reset none of them for this alone",
        )
    if left:
        todo.insert(
            0,
            f"look {'' if taken else 'first '}at the {left}{' others' if taken else ''} that got in, ask their owners",
        )
    if taken:
        which = "the account" if taken == 1 else f"the {taken} accounts"
        todo.insert(0, f"end the sessions of {which} named first, undo the changes, hold the payments, ask the owners")
    action = "; ".join(todo)
    return f"{action[0].upper()}{action[1:]}."


def _taken(taken: Mapping[str, Sequence[Kept]]) -> str:
    """Say in whose accounts something was done since, what and when."""
    if not taken:
        return ""
    each = [f"{name} ({in_words(done)})" for name, done in taken.items()]
    return (
        f"In {counted(len(each))} of those that got in something was done since, from there or another new place, as "
        f"hardly a traveller does (one or two in a hundred): {'; '.join(each[:LISTED])}"
        f"{f'; and {len(each) - LISTED} more' if len(each) > LISTED else ''}. "
    )


def _who(inside: Sequence[str], left: Sequence[str], often: str, *, how: str, many: bool) -> str:
    """Say how many got in who came so, whether those in whose accounts nothing was done are named, and why not."""
    if not inside:
        return f"Nobody got in as these came ({often})"
    all_, some = f"{counted(len(inside))} got in as these came, {how}", len(left) < len(inside)
    if not left:
        return f"{all_} ({often})"
    if many:
        next_ = "the others, named next, did nothing of the kind since: some are this attack's, some travellers"
        return f"{all_} ({often}), {next_ if some else 'who are named first'}"
    them, listed_ = f"the other {len(left)}" if some else "they", "next" if some else "first"
    cut = f" ({ASKED} of them)" if len(left) > ASKED else ""
    return (
        f"{all_}: {them} ({few_of(left, LISTED)}) did nothing of the kind since. About half of such are travellers and "
        f"half the attack's, and their number does not show which ({often}): they are listed {listed_}{cut} to be "
        "looked at, and none is accused for coming so"
    )
