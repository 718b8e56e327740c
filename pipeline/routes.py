"""Who wants which event: the catalogue arranged by stage, entity and event type, once at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple
from zlib import crc32

from detectors.base import KEYS, Detector, is_by_event
from detectors.text_verdicts import TextDetector
from schemas.event import Event

Detectors = tuple[Detector[Any], ...]


class Asked(NamedTuple):
    """Detectors that share the answer to under which keys an event is to be seen."""

    keys_of: Callable[[Event], Sequence[str]]
    detectors: Detectors


class Group(NamedTuple):
    """Detectors of one event type and kind of entity: those with the usual keys, and those with keys of their own."""

    kind: str
    usual: Detectors
    special: tuple[Asked, ...]


class Routes:
    """Look-ups over a set of detectors. An event meets only those that want its type."""

    def __init__(self, detectors: Iterable[Detector[Any]]) -> None:
        self.all: Detectors = tuple(detectors)
        self.site = _by_type(d for d in self.all if d.keyed_by == "site" and not d.summed)
        self.summed = _by_type(d for d in self.all if d.summed)
        self.texts = _by_type(d for d in self.all if isinstance(d, TextDetector))  # live in the site's room, too
        self.taught: Detectors = tuple(  # of the site, those that verdicts teach
            d for d in self.all if d.keyed_by == "site" and type(d).decided is not Detector.decided
        )
        self._own = _groups(d for d in self.all if d.keyed_by == "account" and not isinstance(d, TextDetector))
        self._entity = _groups(d for d in self.all if d.keyed_by not in ("account", "site"))
        self._alike = frozenset(d.name for d in self.all if d.keyed_by == "content" or d.alike)

    def rows(self, event: Event) -> dict[str, Detectors]:
        """Return the entity keys (type:id) under which the event must be seen, with the detectors that ask."""
        found: dict[str, Detectors] = {}
        for group in self._entity.get(event.type, ()):
            if group.usual:
                for bare in KEYS[group.kind](event):  # type: ignore[index]  # kinds are KEYED_BY words
                    found[f"{group.kind}:{bare}"] = group.usual
            _add(found, group, event)
        return found

    def wanted(self, kind: str, bare: str, event: Event) -> Detectors:
        """Return the detectors that ask for the event under one entity, as `rows` has them."""
        for group in self._entity.get(event.type, ()):
            if group.kind == kind:
                usual = group.usual if group.usual and bare in KEYS[kind](event) else ()  # type: ignore[index]
                if group.special:
                    asked = [one.detectors for one in group.special if bare in one.keys_of(event)]
                    return (*usual, *chain.from_iterable(asked))
                return usual
        return ()

    def for_site(self, event: Event) -> bool:
        """Tell whether a site-wide detector counts or notes the event, or a model of the site judges its text."""
        if self.learns_from(event):
            return True
        return self.counted(event)

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
        return bool(self.texts or self.taught)

    def own(self, event: Event) -> tuple[Detectors, dict[str, Detectors]]:
        """Return the detectors of the subject itself, and those of what is known on its stream: its API keys, say."""
        found: dict[str, Detectors] = {}
        usual: Detectors = ()
        for group in self._own.get(event.type, ()):
            if group.kind == "account":
                usual = group.usual
            _add(found, group, event)
        return usual, found

    def compares_text(self) -> bool:
        """Tell whether any detector asks which texts are alike."""
        return bool(self._alike)


def _add(found: dict[str, Detectors], group: Group, event: Event) -> None:
    for keys_of, detectors in group.special:
        for bare in keys_of(event):
            key = f"{group.kind}:{bare}"
            known = found.get(key)
            found[key] = detectors if known is None else (*known, *detectors)


def _groups(detectors: Iterable[Detector[Any]]) -> dict[str, tuple[Group, ...]]:
    return {type_: tuple(_split(group)) for type_, group in _by_type(detectors).items()}


def _split(detectors: Detectors) -> Iterable[Group]:
    for kind in dict.fromkeys(_kind(d) for d in detectors):
        mine = [d for d in detectors if _kind(d) == kind]
        yield Group(kind, tuple(d for d in mine if _usual(d)), tuple(_asked([d for d in mine if not _usual(d)])))


def _asked(detectors: Iterable[Detector[Any]]) -> Iterable[Asked]:
    """Arrange detectors by what answers for them: one for several, where the answer is the event's alone."""
    found: dict[object, list[Detector[Any]]] = {}
    for detector in detectors:
        answers = type(detector).keys_of
        found.setdefault(answers if is_by_event(answers) else detector, []).append(detector)
    return [Asked(group[0].keys_of, tuple(group)) for group in found.values()]


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
