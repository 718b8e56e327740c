"""How gravely a takeover is told: by whether somebody else surely is in, and not the owner elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from detectors.takeover_entries import CHANGES, SEIZED
from detectors.tally import Tally
from schemas.values import Severity

MEMBERS = ("account.api_key_created", "account.payment")  # what a new member of a team does
TYPOS = 2  # failed logins of who then passes the second factor: a password typed anew on another telephone
MISTYPED = 5  # failed logins: an owner mistypes a code or a password so often at most before he asks for another
# 2026-11: surprise from which all together is grave. Owners who came abroad with a new telephone, had the password
# reset and set a new mail address had 7.3 and 7.5 on a made-up flat market; who guessed and locked out, 11.8 and 13.
GRAVE = 9.0
LITTLE = 5  # earlier logins: of fewer nobody tells what its owner's are like
ORDINARY = 1.0  # surprise of the place: where more than one login in ten is from so new a one, it says little
WEAK = 2.0  # surprise of a place that comes once in a hundred logins
ENROLLED = frozenset(("account.email_changed", "account.mfa_changed"))  # what a new telephone's set-up asks for
JOINED = frozenset(("account.api_key_created", "account.mfa_changed"))  # what a new member of a team does, abroad, too


class Told(NamedTuple):
    """Numbers of a run: `logins` of the account before, and `clients` that failed in the two weeks before, at least.

    Of `logins` those of long ago count less; `counted` are all, up to the day before the last.

    Of what was spent from there in the hour: of `which` kind (`TakeoverState.lavishness`; 0 for none), what `amount`,
    the `most` in a day before, and of how many `days` with any that is: `lately` is 1 where something was spent an hour
    before or earlier, be it on the day itself or the last, which are not among these.
    """

    logins: int = 0
    which: int = 0
    amount: int = 0
    most: int = 0
    days: int = 0
    clients: int = 0
    lately: int = 0
    counted: int = 0


def severity(run: Tally, extra: dict[str, float]) -> Severity:
    """Grade by whether somebody else surely is in. Who comes by a reset holds the mailbox, as its owner does.

    So he is not told as surely somebody else unless all together is grave; nor is who comes from such a place as the
    account often does, nor who passed the second factor after hardly a failure, as one to whom the account was handed
    over. What he spent far above any day speaks against all three. Of an account with few logins the place says little,
    and the days as little: only guesses make it sure, or all together in another country than ever, if he spent more
    than ever there or took all three: who moves abroad sets mail address and second factor anew. Medium is what an
    owner, a colleague or who was given the account does as well (`is_doubtful`).
    """
    told = told_of(run)
    if is_doubtful(run, extra):
        return "medium"
    spent = is_lavish(told)
    if (
        told.logins < LITTLE
        and not is_guessed(run)
        and not (_is_grave_abroad(run, extra) and (spent or took_all(extra)))
    ):
        return "high"
    handed = extra.get("passed_second_factor") and run.peak <= TYPOS
    owners = handed or (extra.get("reset_before") and run.surprise < GRAVE) or 0.0 < run.usual < ORDINARY
    return "critical" if is_stranger(run, extra) and (spent or not owners) else "high"


def is_stranger(run: Tally, extra: dict[str, float]) -> bool:
    """Tell whether somebody else surely is in, and not the owner elsewhere, or a new member of the customer's team.

    Something was changed, and he guessed the password, had it reset, or came from abroad; or he changed two things and
    more that protect the account. Who moves to another browser may well mend his mail address there, too. Abroad a key
    alone, or a second factor, does not make it sure: teams and agencies have people there, and owners travel.
    """
    changed = [kind for kind in CHANGES if extra.get(kind.partition(".")[2])]
    locks = [kind for kind in changed if kind not in MEMBERS]
    if len(locks) > 1 or (changed and (is_guessed(run) or extra.get("reset_before"))):
        return True
    return bool(extra.get("new_country")) and any([kind != "account.mfa_changed" for kind in locks])


def is_doubtful(run: Tally, extra: dict[str, float]) -> bool:
    """Tell whether all that was done is done by owners, too: nobody guessed or spent more than ever, and one of three.

    He made a key or set the second factor, no more, as a colleague abroad; or came by a reset, asked for no second
    factor, and all together is not grave: he holds the mailbox, as its owner does, or to whom it was handed over; or
    set up a telephone in no new country, at a place that says little, of an account with few logins. 2026-11, on 21
    made-up products: six accounts of the seven that were falsely high or critical, and none of 184 that thieves took.
    """
    told, kinds = told_of(run), {kind for kind in CHANGES if extra.get(kind.partition(".")[2])}
    if is_guessed(run) or is_lavish(told) or not kinds or not extra.get("login"):
        return False
    if extra.get("reset_before"):
        return not extra.get("passed_second_factor") and run.surprise < GRAVE
    if run.peak > TYPOS:
        return False
    if len(kinds) == 1 and kinds <= JOINED:
        return True
    return told.logins < LITTLE and not extra.get("new_country") and run.usual < WEAK and kinds <= ENROLLED


def _is_grave_abroad(run: Tally, extra: dict[str, float]) -> bool:
    return bool(extra.get("new_country")) and run.surprise >= GRAVE


def took_all(extra: dict[str, float]) -> bool:
    """Tell whether mail address, second factor and a key were all taken, as no owner does at once."""
    return all([extra.get(kind.partition(".")[2]) for kind in SEIZED])


def is_lavish(told: Told) -> bool:
    """Tell whether more was spent from there than in any day before."""
    return bool(told.which) and told.amount > told.most


def is_guessed(run: Tally) -> bool:
    """Tell whether so many attempts, or clients, failed before as no owner's do."""
    return run.peak > MISTYPED or told_of(run).clients > MISTYPED


def told_of(run: Tally) -> Told:
    """Return what a run tells in numbers: what it does not is 0."""
    return Told(*run.detail[: len(Told._fields)])
