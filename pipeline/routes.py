"""Who wants which event: the catalogue arranged by stage, entity and event type, once at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from detectors.base import KEYS, Detector, is_by_event
from detectors.text_verdicts import TextDetector
from schemas.event import Event

Detectors = tuple[Detector[Any], ...]


class Asked(NamedTuple):
    """Detectors that share the answer to under which keys an event is to be seen; `prefix` is `ip:` or such."""

    prefix: str
    keys_of: Callable[[Event], Sequence[str]]
    detectors: Detectors


class Noted(NamedTuple):
    """Of such detectors those that also share the answer to whether they remember an event."""

    remembers: Callable[[Event], bool]
    asked: Asked


class Own(NamedTuple):
    """Detectors of one event type on a subject's own stream: the subject's, and those of what is known there."""

    usual: Detectors = ()
    others: tuple[Asked, ...] = ()


class Routes:
    """Look-ups over a set of detectors. An event meets only those that want its type."""

    def __init__(self, detectors: Iterable[Detector[Any]]) -> None:
        self.all: Detectors = tuple(detectors)
        self.site = _by_type(d for d in self.all if d.keyed_by == "site" and not d.summed and not d.by_site)
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
        by_site = _by_type(d for d in self.all if d.by_site)
        # Reports are shown where the records are.
        self.by_site = {t: tuple(_noted(_asked(d for d in found if not d.by_record))) for t, found in by_site.items()}
        self._by_site = {t: _unlike(found) for t, found in by_site.items()}
        on_stream = [d for d in accounts if not d.by_record and not d.by_site and not isinstance(d, TextDetector)]
        self._own = {type_: _own(found) for type_, found in _by_type(on_stream).items()}
        entities = _by_type(d for d in self.all if d.keyed_by not in ("account", "site") and not d.by_site)
        self._entity = {type_: tuple(_asked(found)) for type_, found in entities.items()}
        self._of_kind: dict[tuple[str, str], tuple[Asked, ...]] = {
            (type_, kind): tuple(asked for asked in found if asked.prefix == f"{kind}:")
            for type_, found in self._entity.items() for kind in KEYS
        }  # fmt: skip
        self._alike = frozenset(d.name for d in self.all if d.keyed_by == "content" or d.alike)

    def rows(self, event: Event) -> dict[str, Detectors]:
        """Return the entity keys (type:id) under which the event must be seen, with the detectors that ask."""
        return _keys(self._entity.get(event.type, ()), event)

    def wanted(self, kind: str, bare: str, event: Event) -> Detectors:
        """Return the detectors that ask for the event under one entity, as `rows` has them."""
        found: Detectors = ()
        for _, keys_of, detectors in self._of_kind.get((event.type, kind), ()):
            if bare in keys_of(event):
                found = (*found, *detectors) if found else detectors
        return found

    def for_site(self, event: Event) -> bool:
        """Tell whether a site-wide detector counts or notes the event, or models or records must see it."""
        if event.type in self.by_record or event.type in self.signed or self.learns_from(event):
            return True
        return self.counted(event) or self.compared(event)

    def compared(self, event: Event) -> bool:
        """Tell whether a detector that asks for the site's usual days remembers the event."""
        for detector in self._by_site.get(event.type, ()):
            if detector.remembers(event):
                return True
        return False

    def with_site(self, event: Event) -> dict[str, Detectors]:
        """Return the entities in the site's room under which the event must be seen, with the detectors that ask."""
        noted = [asked for remembers, asked in self.by_site.get(event.type, ()) if remembers(event)]
        return _keys(noted, event) if noted else {}

    def counted(self, event: Event) -> bool:
        """Tell whether a site-wide detector counts or notes the event."""
        for detector in self.site.get(event.type, ()):  # a plain loop: this is asked at every event
            if detector.remembers(event):
                return True
        return False

    def learns_from(self, event: Event) -> bool:
        """Tell whether a detector that learns from verdicts judges the event's text."""
        for detector in self.texts.get(event.type, ()):
            if detector.keys_of(event):
                return True
        return False

    def takes_verdicts(self) -> bool:
        """Tell whether anything in the site's room learns from verdicts."""
        return bool(self.texts or self.taught or self.by_record)

    def own(self, event: Event) -> tuple[Detectors, dict[str, Detectors]]:
        """Return the detectors of the subject itself, and those of what is known on its stream: its API keys, say."""
        usual, others = self._own.get(event.type, _NOBODY)
        return usual, _keys(others, event) if others else {}

    def compares_text(self) -> bool:
        """Tell whether any detector asks which texts are alike."""
        return bool(self._alike)


_NOBODY = Own()


def _unlike(detectors: Iterable[Detector[Any]]) -> Detectors:
    """Return detectors of which no two answer alike whether they remember an event."""
    found = dict[object, Detector[Any]]()
    for one in detectors:
        asked = type(one).remembers
        found.setdefault(asked if is_by_event(asked) else one, one)
    return tuple(found.values())


def _keys(groups: Iterable[Asked], event: Event) -> dict[str, Detectors]:
    found: dict[str, Detectors] = {}
    for prefix, keys_of, detectors in groups:
        for bare in keys_of(event):
            key = prefix + bare
            found[key] = (*found[key], *detectors) if key in found else detectors
    return found


def _own(detectors: Detectors) -> Own:
    usual = tuple(d for d in detectors if _usual(d))
    return Own(usual, tuple(_asked(d for d in detectors if not _usual(d))))


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


def _noted(groups: Iterable[Asked]) -> Iterable[Noted]:
    for prefix, keys_of, detectors in groups:
        alike = dict[object, list[Detector[Any]]]()
        for one in detectors:
            asked = type(one).remembers
            alike.setdefault(asked if is_by_event(asked) else one, []).append(one)
        for group in alike.values():
            yield Noted(group[0].remembers, Asked(prefix, keys_of, tuple(group)))


def _key(event: Event) -> Sequence[str]:
    return (event.key,) if event.key else ()


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
