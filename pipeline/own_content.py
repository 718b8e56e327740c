"""What is the product's own in events: links, sentences, its staff's places, test cards; what its statuses mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from detectors.statuses import USED_UP
from schemas.event import Decision, Event
from schemas.links import TAG, registrable
from schemas.parse import Refused, Unknown, parse

Read: TypeAlias = Callable[[bytes | None], Event | Decision | Refused | Unknown]


def reader(domains: Sequence[str], phrases: Sequence[str], staff: Sequence[str] = (),
           cards: Sequence[str] = (), used_up: Sequence[int] = (),
           payees: Sequence[str] = ()) -> Read:  # fmt: skip
    """Return what reads records and leaves out of events the links to `domains`, and of their texts `phrases`, too.

    A domain stands for all hosts below it. A phrase is found in any case and with any white space. `staff`: sources
    whose events tell where staff sits (as `schemas.staff` knows some by name), which is left out.
    `cards`: fingerprints of cards that its people and monitors test payments with; such a payment is read without one.
    `used_up`: statuses by which the product says that an allowance is used up; they are read as 402, which says so.
    `payees`: what its own sales are paid to, as `merchant` tells it; such a payment is read without a payee.
    Cost: that of one regular expression over each text; nothing where none is given.
    """
    if not any((domains, phrases, staff, cards, used_up, payees)):
        return parse
    own = frozenset(registrable(domain.lower()) for domain in domains)
    sources, testing, ends, shops = frozenset(staff), frozenset(cards), frozenset(used_up), frozenset(payees)
    said = _pattern(domains, phrases) if domains or phrases else None

    def read(value: bytes | None) -> Event | Decision | Refused | Unknown:
        found = parse(value)
        if isinstance(found, Event):
            if found.source in sources:
                found.ip = found.device = found.user_agent = found.country = found.asn = None
            if found.card in testing:
                found.card = None
            if found.status in ends:
                found.status = USED_UP[0]
            if found.merchant in shops:
                found.merchant = None
            if found.domains:
                left = tuple([domain for domain in found.domains if domain not in own])
                found.domains = left if left and left[0][0] != TAG else ()  # the product's own affiliates' tags
            if found.text and said is not None:
                found.text = said.sub(" ", found.text)
        return found

    return read


def _pattern(domains: Sequence[str], phrases: Sequence[str]) -> re.Pattern[str]:
    """Return what matches any of the links and phrases in a text; the longest phrase first."""
    links = [rf"(?<![\w@.-])(?:https?://)?(?:[\w-]+\.)*{re.escape(domain)}(?::\d+)?(?![:@]|[\w.-]*\w)(?:[/?#][^\s<>\"']*)?"
             for domain in domains]  # fmt: skip
    words = [r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile("|".join([*words, *links]), re.IGNORECASE)
