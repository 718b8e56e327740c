"""What a product itself puts into what its people send: links to it, and sentences of its own. They tell nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from schemas.event import Decision, Event
from schemas.links import registrable
from schemas.parse import Refused, Unknown, parse

Read: TypeAlias = Callable[[bytes | None], Event | Decision | Refused | Unknown]


def reader(domains: Sequence[str], phrases: Sequence[str]) -> Read:
    """Return what reads records and leaves out of events the links to `domains`, and of their texts `phrases`, too.

    A domain stands for all hosts below it. A phrase is found in any case and with any white space. Cost: that of one
    regular expression over each text; nothing where neither is given.
    """
    if not domains and not phrases:
        return parse
    own, said = frozenset(registrable(domain.lower()) for domain in domains), _pattern(domains, phrases)

    def read(value: bytes | None) -> Event | Decision | Refused | Unknown:
        found = parse(value)
        if isinstance(found, Event):
            if found.domains:
                found.domains = tuple([domain for domain in found.domains if domain not in own])
            if found.text:
                found.text = said.sub(" ", found.text)
        return found

    return read


def _pattern(domains: Sequence[str], phrases: Sequence[str]) -> re.Pattern[str]:
    """Return what matches any of the links and phrases in a text; the longest phrase first."""
    links = [rf"(?<![\w@.-])(?:https?://)?(?:[\w-]+\.)*{re.escape(domain)}(?::\d+)?(?![:@]|[\w.-]*\w)(?:[/?#][^\s<>\"']*)?"
             for domain in domains]  # fmt: skip
    words = [r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile("|".join([*words, *links]), re.IGNORECASE)
