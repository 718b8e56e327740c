"""Why one finding of a campaign belongs to the others, in a few words: accounts, or where they came from, in common."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.wording import counted, listed
from pipeline.campaigns.kinds import single
from schemas.finding import Finding

_NOUNS = {"device": "device", "ip": "address", "range": "network", "card": "card", "domain": "domain", "payee": "payee"}
_TEXTS = ("content:", "like:")  # hashes, which name nothing to a reader
TIES_TOLD = 2
TOGETHER = 2  # accounts: one says itself why it is told


def joined_by(part: Finding, parts: Sequence[Finding]) -> str:
    """Return it in brackets, for the middle of a sentence; "" for one account, which says so itself.

    Accounts of which only a sample of hashes is known are "at least" so many.
    """
    others = [other for other in parts if other is not part]
    if part.alert.accounts_total < TOGETHER or single(part) or not others:
        return ""
    shared = len({one for other in others for one in other.crowd}.intersection(part.crowd))
    ties = {tie for other in others for tie in other.ties}.intersection(part.ties)
    if shared:
        total = part.alert.accounts_total
        if shared == total:
            return f" (of {counted(total)}, all of which other parts name, too)"
        return f" (of {counted(total)}, {_least(part)}{shared:,} of which other parts name, too)"
    return f" (joined by {_named(sorted(ties))})" if ties else " (joined by its time alone)"


def _least(part: Finding) -> str:
    return "at least " if part.alert.accounts_total > len(part.crowd) else ""


def _named(ties: Sequence[str]) -> str:
    """Return what is in common, the first by name.

    >>> _named(["content:5a", "device:d7", "ip:192.0.2.7"]), _named(["like:5a"]), _named(["judged:x"])
    ('device d7, address 192.0.2.7 and texts alike', 'texts alike', 'what they came with')
    """
    told = [(kind, name) for kind, _, name in (tie.partition(":") for tie in ties) if kind in _NOUNS]
    each = [f"{_NOUNS[kind]} {name}" for kind, name in told[:TIES_TOLD]]
    each += [f"{len(told) - len(each)} more"] if len(told) > len(each) else []
    each += ["texts alike"] if any([tie.startswith(_TEXTS) for tie in ties]) else []
    return listed(each) or "what they came with"
