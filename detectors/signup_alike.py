"""Names that a program gave: mail of one domain, and handles of one build with drawn digits, counted so as to merge."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from detectors.numbered import numbered
from detectors.signup_builds import DRAWN, LETTERS
from detectors.signup_names_state import built
from detectors.signup_traits import HANDLES_MOST
from detectors.slots import slot
from detectors.surprise import binomial
from detectors.tally import Tally, sums_of
from schemas.event import Event

MAIL, BUILD, DIGITS, LENGTH, INVITER, ROW = "mail", "build", "digits", "letters", "inviter", "row"
NUMBERS = 64  # digits are told apart by a hash, in bounded state
NEARLY_ALL, ONE_DOMAIN = 0.9, 0.8
ROW_DIGITS = 3  # of shorter numbers nothing is left of what they begin with
ROWS, IN_A_ROW = 2.0, 50.0  # numbers kept in a row, a hundred of which begin alike, may have begun near a hundred's end
ANY_BUILD = 0.25  # of honest sign-ups any one build with digits has as many at the most (`signup_chain_slow`)


def note_mail(event: Event, tally: Tally) -> None:
    """Count a sign-up under its mail domain."""
    if event.email_domain is not None:
        tally.add(slot(MAIL, event.email_domain.casefold()))


def note_inviter(event: Event, tally: Tally) -> None:
    """Count a sign-up under who invited it."""
    if event.invited_by is not None:
        tally.add(slot(INVITER, event.invited_by))


def note_build(event: Event, tally: Tally) -> None:
    """Count a handle with digits under its build, its letters and its digits; not one that an organisation numbers."""
    build, letters, digits = built(event.handle or "")
    if digits and not numbered(event.handle, event.email_domain):
        tally.add(slot(BUILD, build))
        tally.add(LENGTH, letters)
        tally.add(f"{DIGITS}{crc32(digits.encode()) % NUMBERS}")
        if len(digits) >= ROW_DIGITS:
            tally.add(slot(ROW, (event.handle or "").rstrip("0123456789") + digits[:-2]))


def one_domain(tallies: Sequence[Tally], told: float) -> bool:
    """Tell whether nearly all of those `told` have the mail domain that most have; so have none, where none is told."""
    return max(sums_of(tallies, MAIL).values(), default=0.0) >= ONE_DOMAIN * told


def clients(tallies: Sequence[Tally]) -> float:
    """Return how many may be one inviter's clients, each with a mail domain of its own: an agency sets up their sites.

    A farm's accounts have few domains, as each costs money. One sign-up more is at most one client more.
    """
    return min(float(len(sums_of(tallies, MAIL))), max(sums_of(tallies, INVITER).values(), default=0.0))


def one_build(tallies: Sequence[Tally], handles: int, mails: int) -> float:
    """Return the surprise of nearly all handles being of one build, whose digits differ, with mail of one domain.

    A school puts the year behind its pupils' names, which have few such; strangers have all sorts of mail; and what
    somebody keeps in a row (welcome-1300 to welcome-1337) was not drawn: an organisation hands it out.
    """
    builds = sums_of(tallies, BUILD)
    most = max(builds.values(), default=0.0)
    if not mails or most < NEARLY_ALL * handles or len(sums_of(tallies, DIGITS)) < DRAWN * min(most, NUMBERS):
        return 0.0
    letters = sum(sums_of(tallies, LENGTH).values())
    if letters < LETTERS * sum(builds.values()) or not one_domain(tallies, mails):
        return 0.0
    return 0.0 if _in_a_row(tallies, most) else min(HANDLES_MOST, binomial(handles, int(most), ANY_BUILD))


def _in_a_row(tallies: Sequence[Tally], most: float) -> bool:
    """Tell whether nearly all of so many are one word with numbers that begin alike, as drawn ones do not."""
    rows = sums_of(tallies, ROW)
    return sum(rows.values()) >= NEARLY_ALL * most and len(rows) <= ROWS + most / IN_A_ROW


def alike_told(tallies: Sequence[Tally], handles: int, mails: int) -> str:
    """Say so where it is so."""
    alike = one_build(tallies, handles, mails) > 0
    return "; nearly all with one mail domain and a name with digits, all built alike" if alike else ""
