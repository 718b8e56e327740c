"""Requests that no account stands behind: what producers write for a subject where they know of none."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from detectors.base import Finding
from detectors.login_unnamed import UNNAMED
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event

# What gateways and web servers call whoever has not shown who he is; in lower case, without punctuation around it.
WORDS = frozenset(
    "anonymous anon guest unauthenticated unauthorized unauthorised unauth unidentified unknown unresolved invalid "
    "nobody none null nil undefined public n/a na".split()
)
LONGEST = 20  # characters of a subject that may be such a word
AROUND = "-_<>()[]$ "
_LENGTH = len(UNNAMED)


def is_nobody(event: Event) -> bool:
    """Tell whether the subject is no account: `unknown:...`, such a word, or the address or key that was shown.

    Cost: 0.2 microseconds.

    >>> def shown(subject: str) -> bool:
    ...     return is_nobody(Event("account.usage", "1", subject, 0.0, ip="192.0.2.1", key="sk-1"))
    >>> [shown(subject) for subject in ("unknown:192.0.2.1", "<Anonymous>", "192.0.2.1", "sk-1", "-", "ann", "guest7")]
    [True, True, True, True, True, False, False]
    """
    subject = event.subject
    # A slice, since `startswith` takes twice as long, and this is asked at every use.
    return subject[:_LENGTH] == UNNAMED or subject in (event.ip, event.key) or is_word(subject)


@lru_cache(maxsize=4096)
def is_word(subject: str) -> bool:
    """Tell whether a subject is a word for everybody without an account."""
    if len(subject) > LONGEST:
        return False
    word = subject.strip(AROUND).lower()
    return not word or word in WORDS


def stand_in(address: str) -> str:
    """Return what stands for strangers at an address where a word is all that is told, so that no two share one."""
    return f"{UNNAMED}{address}"


def names_of_nobody(run: Tally) -> int:
    """Return how many of a run's members are no accounts: addresses, for the names tried there that nobody has."""
    return sum([name.startswith(UNNAMED) for name in run.members]) << run.level


def tried(run: Tally) -> str:
    """Return how many accounts a run's members are, and how often names were tried that no account has.

    >>> names = {"ann": 0.0, "unknown:192.0.2.1": 0.0}
    >>> tried(Tally(members=names)), tried(Tally(members=names, extra={"unknown_users": 95.0}))
    ('1 account (and names that no account has)', '1 account (and names that no account has, in 95 attempts)')
    """
    nobody = names_of_nobody(run)
    accounts = counted(run.distinct() - nobody)
    often = int((run.extra or {}).get("unknown_users", 0.0))
    places = f", tried from {nobody} addresses" if nobody > 1 else ""
    times = f", in {counted(often, 'attempt')}" if often else ""
    return f"{accounts} (and names that no account has{places}{times})" if nobody else accounts


def most_of(run: Tally, which: str) -> str:
    """Return how many of a run's members, names of nobody left out, its fullest window had: they may be all of them.

    >>> names = {"ann": 0.0, "bob": 0.0, "unknown:192.0.2.1": 0.0}
    >>> most_of(Tally(peak=3, members=names), "of them"), most_of(Tally(peak=2, members=names), "of them")
    ('all', '1 or more of them')
    """
    nobody = names_of_nobody(run)
    if run.peak >= run.distinct():
        return "all"
    return f"{max(1.0, run.peak - nobody):,.0f} or more {which}"


def without_nobody(found: Finding, run: Tally) -> Finding:
    """Leave out of a finding's accounts what is none."""
    more = [name for name in run.accounts or () if name.startswith(UNNAMED) and name not in run.members]
    if not (nobody := names_of_nobody(run) + len(more)):
        return found
    accounts = [name for name in found.accounts if not name.startswith(UNNAMED)]
    evidence = {**found.evidence, "names_of_nobody": nobody}
    entered = sum([not name.startswith(UNNAMED) for name in found.accounts[: found.entered]])
    total = found.accounts_total - nobody
    return replace(found, evidence=evidence, accounts=accounts, accounts_total=total, entered=entered)
