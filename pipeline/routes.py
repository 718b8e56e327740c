"""Who wants which event: the catalogue arranged by stage, entity and event type, once at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from detectors.base import KEYS, Detector, is_by_event
from detectors.only import KEYED, KEYLESS, Sieve, bits_of, only
from detectors.text_verdicts import TextDetector
from schemas.event import Event

Detectors = tuple[Detector[Any], ...]
PAID, POSTED = "account.payment", "content.posted"


class Asked(NamedTuple):
    """Detectors that share the answer to under which keys an event is to be seen; `prefix` is `ip:` or such.

    Where `remembers` is given, they also share the answer to whether they do.
    """

    prefix: str
    keys_of: Callable[[Event], Sequence[str]]
    detectors: Detectors
    remembers: Callable[[Event], bool] | None = None


class Remembered(dict[str, Sieve[Detector[Any]]]):
    """By event type the detectors that are asked whether they remember an event."""

    def by_any(self, event: Event) -> bool:
        """Tell whether one of them does: a plain loop, since this is asked at every event."""
        if event.type in self:
            for detector in self[event.type].of(event):
                if detector.remembers(event):
                    return True
        return False


class Seen(dict[str, Sieve[Asked]]):
    """By event type the detectors that are asked under which keys they see an event."""

    def under(self, event: Event) -> dict[str, Detectors]:
        """Return these keys, with the detectors that name them."""
        found: dict[str, Detectors] = {}
        if event.type in self:
            for prefix, keys_of, detectors, remembers in self[event.type].of(event):
                for bare in keys_of(event) if remembers is None or remembers(event) else ():
                    key = prefix + bare
                    found[key] = (*found[key], *detectors) if key in found else detectors
        return found


class Routes:
    """Look-ups over a set of detectors. An event meets only those that want its type."""

    def __init__(self, detectors: Iterable[Detector[Any]]) -> None:
        self.all: Detectors = tuple(detectors)
        self.site = _by_type(d for d in self.all if d.keyed_by == "site" and not d.summed and not d.by_site)
        # Whether a site-wide detector counts or notes an event.
        self.counted = _remembered(self.site).by_any
        self.summed = _by_type(d for d in self.all if d.summed)
        self.texts = _by_type(d for d in self.all if isinstance(d, TextDetector))  # live in the site's room, too
        self.taught: Detectors = tuple(  # of the site, those that verdicts teach
            d for d in self.all if d.keyed_by == "site" and type(d).decided is not Detector.decided
        )
        accounts = [d for d in self.all if d.keyed_by == "account"]
        self.by_record = _by_type(d for d in self.all if d.by_record)
        self.signed = frozenset({"account.signup"}) if self.by_record else frozenset[str]()  # for reporters' ages
        # Of these, the accounts' own: they live in the site's room, too.
        self.reports = _by_type(d for d in accounts if d.by_record)
        # What is compared with the whole site's usual days lives there, whatever its key.
        self.by_site = _by_type(d for d in self.all if d.by_site)
        # Whether a detector that asks for the site's usual days remembers an event.
        self.compared = _remembered({t: _unlike(found) for t, found in self.by_site.items()}).by_any
        # The entities in the site's room under which it must be seen; reports are shown where the records are.
        self.with_site = _seen(_by_type(d for d in self.all if d.by_site and not d.by_record), _noted).under
        on_stream = [d for d in accounts if not d.by_record and not d.by_site and not isinstance(d, TextDetector)]
        self.own = _by_type(d for d in on_stream if _usual(d))  # the subject's on its own stream, and ...
        self.known = _seen(_by_type(d for d in on_stream if not _usual(d))).under  # ... those of what is known there
        entities = _by_type(d for d in self.all if d.keyed_by not in ("account", "site") and not d.by_site)
        # The entity keys (type:id) under which an event must be seen, with the detectors that ask.
        self.rows = _seen(entities).under
        self._of_kind = {
            kind: _seen({type_: tuple(d for d in found if d.keyed_by == kind) for type_, found in entities.items()})
            for kind in KEYS
        }
        self._alike = frozenset(d.name for d in self.all if d.keyed_by == "content" or d.alike)

    def wanted(self, kind: str, bare: str, event: Event) -> Detectors:
        """Return the detectors that ask for the event under one entity, as `rows` has them."""
        return self._of_kind[kind].under(event).get(f"{kind}:{bare}", ()) if kind in self._of_kind else ()

    def for_site(self, event: Event) -> bool:
        """Tell whether a site-wide detector counts or notes the event, or models or records must see it."""
        if event.type in self.by_record or event.type in self.signed or self.learns_from(event):
            return True
        return self.counted(event) or self.compared(event) or self.paid(event)

    def paid(self, event: Event) -> bool:
        """Tell whether an event pays somebody who may write to its account: no stranger then (`detectors.inbox`)."""
        return event.type == PAID and bool(event.outcome and event.merchant) and POSTED in self.by_site

    def learns_from(self, event: Event) -> bool:
        """Tell whether a detector that learns from verdicts judges the event's text."""
        for detector in self.texts.get(event.type, ()):
            if detector.keys_of(event):
                return True
        return False

    def takes_verdicts(self) -> bool:
        """Tell whether anything in the site's room learns from verdicts."""
        return bool(self.texts or self.taught or self.by_record)

    def compares_text(self) -> bool:
        """Tell whether any detector asks which texts are alike."""
        return bool(self._alike)


def _unlike(detectors: Iterable[Detector[Any]]) -> Detectors:
    """Return detectors of which no two answer alike whether they remember an event."""
    found = dict[object, Detector[Any]]()
    for one in detectors:
        asked = type(one).remembers
        found.setdefault(asked if is_by_event(asked) else one, one)
    return tuple(found.values())


def _remembered(by_type: dict[str, Detectors]) -> Remembered:
    return Remembered(
        {kind: Sieve((bits_of(one.remembers, kind), one) for one in found) for kind, found in by_type.items()}
    )


def _seen(by_type: dict[str, Detectors], how: Callable[[Iterable[Asked]], Iterable[Asked]] = iter) -> Seen:
    return Seen({t: Sieve((_bits_of(one, t), one) for one in how(_asked(found))) for t, found in by_type.items()})


def _bits_of(asked: Asked, kind: str) -> int:
    bits = bits_of(asked.keys_of, kind)
    return bits if bits or asked.remembers is None else bits_of(asked.remembers, kind)


def _asked(detectors: Iterable[Detector[Any]]) -> Iterable[Asked]:
    """Arrange detectors by what answers for them: one for several, where the answer is the event's alone."""
    found: dict[tuple[str, object], list[Detector[Any]]] = {}
    detectors = tuple(detectors)
    kinds = list(dict.fromkeys(_kind(d) for d in detectors))
    for detector in sorted(detectors, key=lambda d: (kinds.index(_kind(d)), not _usual(d))):
        answers = type(detector).keys_of
        who: object = detector.keyed_by if _usual(detector) else answers if is_by_event(answers) else detector
        found.setdefault((_kind(detector), who), []).append(detector)
    asked = [Asked(f"{kind}:", _answer(group[0]), tuple(group)) for (kind, _), group in found.items()]
    unnamed = tuple(d for d in detectors if d.or_account)  # of keys: nothing else is there or not
    return [*asked, Asked("account:", _nameless, unnamed)] if unnamed else asked


def _noted(groups: Iterable[Asked]) -> Iterable[Asked]:
    """Arrange them further by what answers for whether they remember an event."""
    for prefix, keys_of, detectors, _ in groups:
        alike = dict[object, list[Detector[Any]]]()
        for one in detectors:
            asked = type(one).remembers
            alike.setdefault(asked if is_by_event(asked) else one, []).append(one)
        for group in alike.values():
            yield Asked(prefix, keys_of, tuple(group), group[0].remembers)


@only(KEYED)
def _key(event: Event) -> Sequence[str]:
    return (event.key,) if event.key else ()


@only(KEYLESS)
def _nameless(event: Event) -> Sequence[str]:
    """Return the account of an event that names no key."""
    return () if event.key else (event.subject,)


def _answer(detector: Detector[Any]) -> Callable[[Event], Sequence[str]]:
    """Return what says under which keys a detector sees an event: the look-up itself where the keys are the usual."""
    if detector.or_account:
        return _key
    answer: Callable[[Event], Sequence[str]] = KEYS[detector.keyed_by] if _usual(detector) else detector.keys_of
    return answer


def _kind(detector: Detector[Any]) -> str:
    """Return what the entity's key begins with: on an account's stream also what else lives there."""
    return detector.entity or "account" if detector.keyed_by == "account" else detector.keyed_by


def _usual(detector: Detector[Any]) -> bool:
    own = type(detector).keys_of is not Detector.keys_of
    return not own and (detector.keyed_by != "account" or _kind(detector) == "account")


def _by_type(detectors: Iterable[Detector[Any]]) -> dict[str, Detectors]:
    found: dict[str, list[Detector[Any]]] = {}
    for detector in detectors:
        for kind in detector.kinds:
            found.setdefault(kind, []).append(detector)
    return {kind: tuple(group) for kind, group in found.items()}


def partition_of(key: str, partitions: int) -> int:
    """Return the partition of an entity: a stable hash, the same in every process and version."""
    return crc32(key.encode()) % partitions
