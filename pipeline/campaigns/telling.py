"""What a campaign's alert says, in a reviewer's words; which of its findings are told is for `spoken` to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from detectors.login_unnamed import UNNAMED
from detectors.wording import counted
from pipeline.campaigns.reported import told_apart
from pipeline.plural import many
from schemas.alert import Alert, Entity

_NOUN = {"ip": "address", "merchant": "payee", "key": "API key"}
# What stands under `content` by the detector that says so: most are texts.
_THINGS = {"review": "reviewed thing", "contact": "contact", "raid": "target", "sock_puppets": "target",
           "list_bombing": "target"}  # fmt: skip
_PROVIDER = re.compile(r"AS[0-9]+|[0-9.]+/16|[0-9a-f:]+/32")  # its number, or what mostly tells it
DOMAINS_TOLD = 3  # by name: what people are led to is what a reviewer looks for in the copies


def reason(head: Alert, alerts: Sequence[Alert], told: Sequence[Alert], total: int, shared: str = "",
           joined: Sequence[str] = ()) -> str:  # fmt: skip
    """Say how large it is, where it was seen and by what, the first part's sentence, and those of others that are told.

    Before these, what is `shared`; beside each that is told, why it is `joined`.
    Each is on a line of its own, and says of which entity it is where that is not the alert's, as another part began.
    """
    where: dict[str, dict[str, str]] = {}
    for alert in alerts:
        where.setdefault(alert.entity.type, {})[alert.entity.id] = _noun(alert)
    places = [place for kind, nouns in sorted(where.items()) for place in _places(kind, nouns)]
    detectors = sorted({signal.detector for alert in alerts for signal in alert.signals})
    named = any(not name.startswith(UNNAMED) for alert in alerts for name in alert.accounts)
    who = f"{many(total, 'account')}{told_apart(alerts, total)}" if named else "accounts that are not named"
    whole, at = f"One campaign of {who}, joined from {len(alerts)} findings of", f" on {', '.join(places)}"
    if named and total == 1:  # no campaign to a reader: several detectors, or one several times, on one account
        whole, at = f"{len(alerts)} findings about 1 account, by", "" if places == ["1 account"] else at
    why = [*joined, *[""] * len(told)]
    also = [
        f"\nAlso{of(other, told[0].entity)}{by}: {other.reason}" for other, by in zip(told[1:], why[1:], strict=False)
    ]
    first = f"Above all{of(told[0], head.entity)}: {told[0].reason}"
    return f"{whole} {', '.join(detectors)}{at}.{shared} {first}{''.join(also)}"


def of(part: Alert, known: Entity) -> str:
    """Say of which entity a part is, if that is not `known`; of the whole site not twice."""
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
