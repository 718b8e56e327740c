"""What a campaign's alert says: which of its findings have their sentence told, and in what words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from detectors.login_unnamed import UNNAMED
from detectors.wording import counted
from pipeline.campaigns.crowd import union
from pipeline.campaigns.entered_first import entered_of
from pipeline.campaigns.kinds import single
from pipeline.campaigns.reported import told_apart
from pipeline.plural import many
from schemas.alert import Alert, Entity
from schemas.finding import Finding

KINDS_TOLD = 3  # of abuse, each with a sentence of its own: more than logins, payments and use hardly go together
_ONLY_HOW_MUCH = ("usage_spike", "posting_burst")  # a launch does as much: what says from where, or to whom, says more
_SPENT = ("entry_spending", "entry_fanout_paid", "payee_fanin")  # by who got in: money on its way can still be held
_INVITED = ("signup_chain", "signup_chain_slow")  # one person behind all: whom to look at, which no device tells
_ONE_OF = {"impossible_travel": "account_sharing"}  # a journey is between two of the many places told beside it
_NOUN = {"ip": "address", "merchant": "payee", "key": "API key"}
# What stands under `content` by the detector that says so: most are texts.
_THINGS = {"review": "reviewed thing", "contact": "contact", "raid": "target", "sock_puppets": "target"}
_PROVIDER = re.compile(r"AS[0-9]+|[0-9.]+/16|[0-9a-f:]+/32")  # its number, or what mostly tells it
# 2026-11: nobody should be accused without a word of why. Where no told sentence counts most of the accounts, one that
# counts most of those left over is told, too: a farm seen of the whole site, say, beside its one device.
_UNTOLD = 0.5
_FEW = 0.5  # of the accounts of the widest part: "one device", where the others have three more, says nothing of them
DOMAINS_TOLD = 3  # by name: what people are led to is what a reviewer looks for in the copies


def in_order(parts: Sequence[Finding]) -> list[Finding]:
    """Return the parts of a campaign as they are told: what is but one of those of another comes last."""
    told = {signal.detector for part in parts for signal in part.alert.signals}
    return sorted(parts, key=lambda part: (_ONE_OF.get(part.alert.signals[0].detector) in told, *_told_first(part)))


def _told_first(part: Finding) -> tuple[bool, bool, float, bool, bool, float, float, str]:
    """Order the parts by what a reviewer should read of the campaign first.

    What is critical, or a crowd that was all entered (of whom one is critical by himself), then a crowd rather than one
    of its accounts, then the larger expected harm; of alike ones what says more than how much it was, a named place
    rather than the whole site, and the higher score.
    """
    alert, signal, one = part.alert, part.alert.signals[0], single(part)
    return (alert.severity != "critical" and (one or entered_of(part) < alert.accounts_total), one, -alert.priority,
            signal.detector in _ONLY_HOW_MUCH, alert.entity.type == "site",
            -signal.score, part.first, alert.alert_id)  # fmt: skip


def spoken(parts: Sequence[Finding], total: int) -> list[Finding]:
    """Return the first part of each policy area, and what counts most of the `total` accounts that these do not.

    Where the first counts few of the accounts of another that is as grave, that one is told in its place. What else was
    done must not go unsaid beside what is worst, nor what was spent, nor who invited more accounts than are told.
    `parts` are in order.
    """
    found: dict[str, Finding] = {}
    for part in parts:
        found.setdefault(part.alert.policy, part)
    told = [_wider(part, parts) for part in list(found.values())[:KINDS_TOLD]]
    spent = [part for part in parts if part.alert.signals[0].detector in _SPENT]
    told += [part for part in spent[:1] if part not in told]
    told += _invited(told, parts)
    return [*told, *_most_of_the_rest(told, parts, total)]


def _wider(first: Finding, parts: Sequence[Finding]) -> Finding:
    """Return what is told in a part's place: of its policy and as grave, what counts most of the accounts; or itself.

    One of several devices is told for itself where it is most of what the widest part counts, or where accounts were
    entered.
    """
    alert = first.alert
    alike = [part for part in parts if (part.alert.policy, part.alert.severity) == (alert.policy, alert.severity)]
    widest = max(alike, key=lambda part: part.alert.accounts_total)
    few = alert.accounts_total < _FEW * widest.alert.accounts_total
    return widest if few and not single(first) and not entered_of(first) else first


def _invited(told: Sequence[Finding], parts: Sequence[Finding]) -> list[Finding]:
    """Return the first part that tells of invitations, where it counts more accounts than those told do."""
    chains = [part for part in parts if part.alert.signals[0].detector in _INVITED and part not in told]
    counted = _counted(told)
    return [part for part in chains[:1] if part.alert.accounts_total > counted]


def _most_of_the_rest(told: Sequence[Finding], parts: Sequence[Finding], total: int) -> list[Finding]:
    """Return the part that counts most of those accounts that the told ones do not; none where these count most."""
    counted = _counted(told)
    least = _UNTOLD * (total - counted)
    if counted >= _UNTOLD * total:
        return []
    more = [(_counted([*told, part]) - counted, part) for part in parts if part.alert.accounts_total >= least]
    most, part = max(more, key=lambda one: one[0], default=(0, None))
    return [part] if part is not None and most >= least else []


def _counted(parts: Sequence[Finding]) -> int:
    return union([(part.crowd, part.alert.accounts_total) for part in parts])


def reason(head: Alert, alerts: Sequence[Alert], told: Sequence[Alert], total: int, shared: str = "") -> str:
    """Say how large it is, where it was seen and by what, the first part's sentence, and those of others that are told.

    Before these, what is `shared`.
    That is of another entity than the alert's where another part began: then it says of which.
    """
    where: dict[str, dict[str, str]] = {}
    for alert in alerts:
        where.setdefault(alert.entity.type, {})[alert.entity.id] = _noun(alert)
    places = [place for kind, nouns in sorted(where.items()) for place in _places(kind, nouns)]
    detectors = sorted({signal.detector for alert in alerts for signal in alert.signals})
    named = any(not name.startswith(UNNAMED) for alert in alerts for name in alert.accounts)
    who = f"{many(total, 'account')}{told_apart(alerts, total)}" if named else "accounts that are not named"
    whole = f"One campaign of {who}, joined from {len(alerts)} findings of"
    if named and total == 1:  # no campaign to a reader: several detectors, or one several times, on one account
        whole = f"{len(alerts)} findings about 1 account, by"
    also = [f" Also{_of(other, told[0].entity)}: {other.reason}" for other in told[1:]]
    return (
        f"{whole} {', '.join(detectors)} "
        f"on {', '.join(places)}.{shared} Above all{_of(told[0], head.entity)}: {told[0].reason}{''.join(also)}"
    )


def _of(part: Alert, known: Entity) -> str:
    entity = part.entity
    if entity == known:
        return ""
    if entity.type == "site":
        return "" if "the whole site" in part.reason else ", of the whole site"
    noun = _noun(part)
    if noun == "contact":
        return f", of {entity.id}"  # a hash, which begins with that word
    if noun == "reviewed thing":
        return f", of the reviewed {entity.id}"
    return f", of {'the ' if entity.type == 'content' else ''}{noun} {entity.id}"


def _places(kind: str, nouns: Mapping[str, str]) -> list[str]:
    """Return how many there were of a kind, or of each that stands under it; a few domains by name.

    >>> _places("domain", {"b.example": "domain", "a.example": "domain"}), _places("ip", {"192.0.2.7": "address"})
    (['2 domains (a.example, b.example)'], ['1 address'])
    """
    if kind == "site":
        return ["the whole site"]
    names = f" ({', '.join(sorted(nouns))})" if kind == "domain" and len(nouns) <= DOMAINS_TOLD else ""
    return [f"{counted(number, noun)}{names}" for noun, number in sorted(Counter(nouns.values()).items())]


def _noun(alert: Alert) -> str:
    """Return what an alert's entity is called. What stands under `ip` may be a network or a provider, too."""
    kind, name = alert.entity.type, alert.entity.id
    if kind == "ip" and _PROVIDER.fullmatch(name):
        return "provider"
    if kind == "content":
        detector = alert.signals[0].detector
        return next((noun for begins, noun in _THINGS.items() if detector.startswith(begins)), "text")
    return "network" if kind == "ip" and "/" in name else _NOUN.get(kind, kind)
