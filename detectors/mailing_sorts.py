"""What sort of posts reach many: whose tool they came through, where they stand, whether they lead anywhere.

The product names the source of an event, and not who acts (`schemas.staff`): so staff's word to all customers is told
from anybody's. An account of theirs may be taken, so that it is still told: low, where the account is known to be
theirs by earlier days and all lead to one site at most, and to no number. 2026-12: of 33 made-up products ten had such
a mailing, all by support (to 160 customers and more), and no attack came through a tool of staff's. Who floods a site
with words alone, that lead to no link, number or name, harms it; whoever wants something of people has to say where to
turn to.
"""

from __future__ import annotations

from detectors.tally import Tally
from detectors.ties import sites_of
from schemas.event import NEW_TODAY, SETTLED_REPORTER, Event
from schemas.mailer import by_mailer
from schemas.staff import by_staff
from schemas.values import Severity

# Names of a tally's sums: posts with links; without, but with a contact or a text that is not shown; through a tool of
# the product's staff; where nobody else had written; by the product's own mailer, of who is known.
LINKED, VAGUE, STAFF, ALONE = "with_links", "may_lead_elsewhere", "by_staff", "where_nobody_else_wrote"
# Of messages with links that tell no number or name, before a site has shown so many days, and after.
MAIL_EARLY, MAIL, FIRST_WEEK = "letters_in_the_sites_first_week", "letters", 7
PROMPTS = "prompts"  # which nobody reads but a model
MAILED, NEARLY_ALL = "by_mailer", 0.9  # beside receipts their sender puts up the form that they answer
SITES_NAMED = 2
ASK_STAFF = (
    "Ask your own staff whether they sent them: the source of these events is a tool of theirs. If not, the account "
    "was taken: end its sessions, and warn those it wrote to."
)
ASKED_FOR = (
    "Look at who asked for them: the source of these events is the product's own mailer, which mostly answers people "
    "(an order, a form filled in). Only if one address or program asked for most, or they advertise something, is it "
    "spam in the product's name: take down what sends them."
)
TO_A_MODEL = (
    "Prompts reach nobody but a model: the account may try out its own assistant, or work through a list. See from "
    "where and with which key they came, and what they cost; read a few. Slow it down if they are not its own doing."
)
ITS_OWN = (
    "Look where they stand: they may be the account's own (a release of many packages, pictures of its own listings). "
    "Only if they are under others' things, and nobody asked for them, stop the account and remove them."
)


def is_staffs(event: Event) -> bool:
    """Tell whether a post came through a tool of the product's staff: of such neither address nor device is read."""
    return event.ip is None and event.device is None and by_staff(event.source)


def is_mailed(event: Event) -> bool:
    """Tell whether the product's own mailer sent a message: nobody's hand, address, device or program is told."""
    nobodys = event.ip is None and event.device is None and event.user_agent is None
    return nobodys and event.kind == "message" and by_mailer(event.source)


def is_known(event: Event) -> bool:
    """Tell whether its account has written for a day, or signed up longer ago than a week: not made for what it sends.

    Of a first day only what carries links or contacts tells when its account signed up.
    """
    return event.novel & (NEW_TODAY | SETTLED_REPORTER) != NEW_TODAY


def tempered(severity: Severity, run: Tally, *, mere: bool) -> Severity:
    """Return how grave a run is, all of which may be of one sort: the account's own, or staff's, is low, others medium.

    What leads nowhere if it is `mere`: the account is where it was on a day before, or no earlier day of it is known (a
    robot in a loop, a list's first issue). A known account that comes from elsewhere may have been taken. What the
    product mails is mostly asked for, but a new account (`is_known`) may be made to have it mailed.
    """
    if wholly(run, ALONE) or of_old_form(run) or (not mere and _word_of_staff(run)):
        return "low"
    medium = wholly(run, STAFF) or _mailed(run) or (mere and _leads_nowhere(run))
    return "medium" if medium and severity == "high" else severity


def wholly(run: Tally, sort: str) -> bool:
    """Tell whether all of a run's posts are of a sort."""
    return (run.extra or {}).get(sort, 0.0) >= run.n > 0


def of_old_form(run: Tally) -> bool:
    """Tell whether the product's mailer sent nearly all, and they lead to where its account's mail has led for weeks.

    A form that has been answered so for weeks and goes viral: whoever wants strangers to read of a new site or number
    would have to use it as long.
    """
    return _mailed(run) and run.detail[1:2] == (1,) and (run.extra or {}).get(LINKED, 0.0) >= NEARLY_ALL * run.n


def _mailed(run: Tally) -> bool:
    return (run.extra or {}).get(MAILED, 0.0) >= NEARLY_ALL * run.n > 0


def _word_of_staff(run: Tally) -> bool:
    """Tell whether all came through staff's tool, and lead to one site at most and hardly ever to anything else."""
    sums = run.extra or {}
    links, letters = sums.get(LINKED, 0.0), sums.get(MAIL, 0.0) + sums.get(MAIL_EARLY, 0.0)
    if not wholly(run, STAFF) or links > letters or sums.get(VAGUE, 0.0) > (1 - NEARLY_ALL) * run.n:
        return False
    return not links or len(sites_of(run, 1)) == 1


def _leads_nowhere(run: Tally) -> bool:
    return not run.extra or not (run.extra.get(LINKED) or run.extra.get(VAGUE))


def linked_to(run: Tally) -> str:
    """Name where a run's links lead, if that is to one site or two."""
    sites = sites_of(run, SITES_NAMED)
    return f" to {' and '.join(sites)}" if sites else ""


def sort_words(run: Tally) -> str:
    """Say of which sort all of a run's posts are."""
    if wholly(run, STAFF):
        return ", all through a tool of the product's own staff (by the events' source)"
    if _mailed(run):
        known = " and leading to where its mail has led for weeks" if of_old_form(run) else ""
        return f", nearly all sent by the product's own mailer (by the events' source){known}"
    return ", all where nobody else had written before" if wholly(run, ALONE) else ""


def sort_advice(run: Tally, otherwise: str) -> str:
    """Return what to do by the sort of all posts."""
    if wholly(run, STAFF):
        return ASK_STAFF
    if _mailed(run):
        return ASKED_FOR
    if wholly(run, PROMPTS):
        return TO_A_MODEL
    return ITS_OWN if wholly(run, ALONE) else otherwise
