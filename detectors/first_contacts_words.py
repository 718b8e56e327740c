"""What a reviewer is told of a newcomer who writes to strangers."""

from __future__ import annotations

from detectors.in_common import CONTACT, common_contact, in_common, read_in
from detectors.mailing_sorts import ASK_STAFF, sort_words
from detectors.reworded import TEXT
from detectors.tally import Tally
from detectors.wording import READ_SOME

UPLOADS = "uploads"  # a tally's sum of posts that put something there
# Of reviews with neither a link nor a contact, by who signed up a week ago or more, and by others.
OLD_REVIEWS, REVIEWS = "reviews_of_a_settled_account", "reviews"
NEARLY = 0.9
# Posts whose text is shown, and leads to no link, number or name; of as many a first day is talk. 2026-11: of 24
# made-up products' attacks that write to strangers on a first day all lead 98 of 100 somewhere.
TALK, MOSTLY = "with_a_text_that_leads_nowhere", 0.75
# A tally's sums of posts, by what they tell of their account: that it signed up within the week before, or did not.
YOUNG, SETTLED = "by_an_account_of_a_week", "by_an_older_account"
ANSWERS = (
    "Read a few: it may answer for a desk those who wrote to a shared box. If nobody asked for them, look at its "
    "log-ins, and remove them."
)
ENTERED = (
    "Read a few, and look at its log-ins: a member who has never written may have been entered by somebody else. If "
    "nobody asked for them, remove them; end its sessions where it was taken, else stop the account."
)


def told(run: Tally, window_s: float) -> tuple[str, str]:
    """Return the sentence and what to do: how many strangers, and how many other newcomers of the site reach."""
    known, _, rare = _usual(run)
    hours = window_s / 3600
    staff = sort_words(run)  # of the sorts there none but staff's is noted of a newcomer
    there = "may have been there before"
    if of_old := _is(run, SETTLED, YOUNG):
        there = "had been there for a week or longer"
    elif _is(run, YOUNG, SETTLED):
        there = "had signed up within the week before"
    reason = (
        f"On its first day of posting (it {there}) the account {_deed(run)} within {hours:.0f} h, in changing words "
        f"({run.n:,} such posts{in_common(run)}{staff}); of {known:,} "
        f"first {'hours' if hours <= 1 else 'days'} of posting on this site, 99 in 100 reached {rare} at most."
        f"{read_in(run)}"
    )
    if staff:
        return reason, ASK_STAFF
    if mere_talk(run):
        return f"{reason} Most lead to no link, number or name.", ANSWERS
    return reason, ENTERED if of_old and not reviewed_by_old(run) else READ_SOME


def in_numbers(run: Tally, counts: dict[str, float | int | str]) -> dict[str, float | int | str]:
    """Return a run's evidence: its `counts`, of texts and contacts their number only, and what the site's days say."""
    found = {name: value for name, value in counts.items() if not name.startswith((CONTACT, TEXT))}
    number, contact = common_contact(run)
    if contact:
        found |= {"one_contact": number, "contact": contact}
    texts = sum([name.startswith(TEXT) for name in counts])
    known, most, rare = _usual(run)
    return {**found, "usual_in_window": rare, "texts": texts, "first_days_known": known, "most_of_nine_in_ten": most,
            "most_of_99_in_100": rare}  # fmt: skip


def reviewed_by_old(run: Tally) -> bool:
    """Tell whether nearly all are reviews that lead nowhere, of an account that has been there for a week."""
    return (run.extra or {}).get(OLD_REVIEWS, 0.0) >= NEARLY * run.n


def mere_talk(run: Tally) -> bool:
    """Tell whether most posts lead nowhere, all of one account that, as far as is told, has been there for a week."""
    talk = (run.extra or {}).get(TALK, 0.0)
    return talk >= MOSTLY * run.n > 0 and _is(run, SETTLED, YOUNG) and len(run.accounts or ()) <= 1


def _is(run: Tally, sort: str, other: str) -> bool:
    """Tell whether all of a run's posts that say how old their account is say one thing."""
    sums = run.extra or {}
    return sort in sums and other not in sums


def _deed(run: Tally) -> str:
    sums = run.extra or {}
    if sums.get(OLD_REVIEWS, 0.0) + sums.get(REVIEWS, 0.0) >= NEARLY * run.n:
        return f"reviewed {run.peak:,.0f} things, with neither a link nor a number,"
    return f"{'put something at' if _mostly_put(run) else 'wrote to'} {run.peak:,.0f} people or places"


def _mostly_put(run: Tally) -> bool:
    return 2 * (run.extra or {}).get(UPLOADS, 0.0) > run.n


def _usual(run: Tally) -> tuple[int, ...]:
    """Return what the site's days say of what most posts of a run are."""
    if not run.detail:
        return 0, 0, 0
    return run.detail[3:] if _mostly_put(run) else run.detail[:3]
