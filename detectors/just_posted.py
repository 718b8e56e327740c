"""What an account has just posted: of a report it tells whether people met with something new, or were sent to it.

Most who ever see a post see it within hours of its being posted. On seven made-up products, what crowds reported of
their own accord was 0.6 to 1.6 hours old (median, six of seven crowds), what brigades reported 5 hours to 19 days (of
35 brigades none was sent to what was younger).

Also which contents hang on what their account posted itself, as pictures on a listing do: no stranger is met there.

Like what an account has used (`detectors.profile`), a post is known `SETTLE_S` after it, so that no order within the
lateness bound decides anything.
"""

from __future__ import annotations

from zlib import crc32

from detectors.leads import lead
from detectors.profile import DAY_S, SETTLE_S, Profile
from schemas.event import JUST_POSTED, OWN_THING, POSTED_LATELY, REGULAR, SELDOM, UNTOUCHED, Event

KEPT = 8  # posts of an account, the latest: whoever posts more within hours is no person whom a crowd has come upon
MADE = 64  # things of an account, the latest: what others may answer, or more be hung on
SELDOM_DAYS = 3  # on which an account that hardly ever writes has done so: helpers of a firm do so day by day
LOOSE = ("message", "prompt", "upload")  # nothing hangs on these
JUST_S = 14_400.0  # a feed's post has half of its views within one to two hours: three in four or more within four
LATELY_S = 86_400.0  # ... and hardly any later than a day


def posted(profile: Profile, event: Event) -> int:
    """Remember a content by its id, the newest last, and where it leads; what is too old to be asked for goes.

    Return `OWN_THING` if it hangs on what the account posted before, in the order of its own events: a picture comes
    after the listing that it is for; `SELDOM`; `REGULAR`; and `UNTOUCHED`, of which the site's room has the last word.
    """
    if event.content_id is None:
        return 0
    time, known = event.time, profile.posts
    entry, since = (time, crc32(event.content_id.encode())), time - 2 * JUST_S
    if not known or known[-1][0] <= since:  # as of most: none that is still asked for
        profile.posts = (entry,)
    else:
        profile.posts = tuple(sorted({*[one for one in known if one[0] > since], entry})[-KEPT:])
    regular = _regular(profile, event) if event.domains else 0
    if event.domains or event.contacts:
        lead(profile, event)
    day, wrote = int(time // DAY_S), profile.wrote
    if day not in wrote and event.kind != "prompt" and (len(wrote) <= SELDOM_DAYS or day < wrote[-1]):
        wrote = profile.wrote = tuple(sorted((*wrote, day))[: SELDOM_DAYS + 1])
    own = event.target is not None and bool(profile.made) and crc32(event.target.encode()) in profile.made
    if event.kind not in LOOSE:
        profile.made = (*profile.made, entry[1])[-MADE:]
    often = UNTOUCHED if event.kind == "upload" and not _seldom(wrote, time) else 0
    return regular | (OWN_THING if own else 0) | often | (_seldom(wrote, time) if event.contacts else 0)


def _seldom(wrote: tuple[int, ...], time: float) -> int:
    """Return `SELDOM` where so few days are over on which the account wrote."""
    today = int((time - SETTLE_S) // DAY_S)
    return SELDOM if len([day for day in wrote if day < today]) <= SELDOM_DAYS else 0


def _regular(profile: Profile, event: Event) -> int:
    """Return `REGULAR` where the account wrote on two days that are over, and has not led to the same before.

    One post beforehand is soon made; two days of them are work, for every third account of a wave.
    """
    before = event.time - SETTLE_S
    if len(profile.wrote) < 2 or profile.wrote[1] >= int(before // DAY_S):
        return 0
    told = {domain for at, _, domains, _ in profile.leads if at <= before for domain in domains}
    return REGULAR if told.isdisjoint(event.domains) else 0


def just_posted(profile: Profile, event: Event) -> int:
    """Return `POSTED_LATELY` for a report of what its account posted within a day, `JUST_POSTED` too within hours."""
    if event.content_id is None or not profile.posts:
        return 0
    name, last = crc32(event.content_id.encode()), event.time - SETTLE_S
    age = event.time - max([at for at, one in profile.posts if one == name and at <= last], default=float("-inf"))
    return (POSTED_LATELY if age < LATELY_S else 0) | (JUST_POSTED if age < JUST_S else 0)
