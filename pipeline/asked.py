"""Which detectors answer alike where an event is to be seen, or whether it is remembered: one of them is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from detectors.base import KEYS, Detector, is_by_event
from detectors.only import ANY, KEYED, KEYLESS, Only, Sieve, only, only_of
from schemas.event import Event

Detectors = tuple[Detector[Any], ...]


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


Way = tuple[str, Callable[[Event], Sequence[str]], Detectors, Callable[[Event], bool] | None]  # `Asked`, but plain


class Seen(dict[str, Sieve[Way]]):
    """By event type the detectors that are asked under which keys they see an event."""

    def under(self, event: Event) -> dict[str, Detectors]:
        """Return these keys, with the detectors that name them."""
        found: dict[str, Detectors] = {}
        if event.type in self:
            for prefix, keys_of, detectors, remembers in self[event.type].of(event):
                if remembers is not None and not remembers(event):
                    continue
                for bare in keys_of(event):
                    key = prefix + bare
                    found[key] = found[key] + detectors if key in found else detectors
        return found


def unlike(detectors: Iterable[Detector[Any]]) -> Detectors:
    """Return detectors of which no two answer alike whether they remember an event."""
    return tuple(alike[0] for alike in _alike(detectors))


def _alike(detectors: Iterable[Detector[Any]]) -> Iterable[Detectors]:
    """Put together those that answer alike whether they remember an event."""
    found: dict[object, list[Detector[Any]]] = {}
    for one in detectors:
        asked = type(one).remembers
        found.setdefault(asked if is_by_event(asked) else one, []).append(one)
    return map(tuple, found.values())


def remembered(by_type: dict[str, Detectors]) -> Remembered:
    """Arrange detectors by what an event must be that they may remember."""
    return Remembered(
        {kind: Sieve((only_of(one.remembers, kind), one) for one in found) for kind, found in by_type.items()}
    )


def seen(by_type: dict[str, Detectors], how: Callable[[Iterable[Asked]], Iterable[Asked]] = iter) -> Seen:
    """Arrange detectors by what an event must be that they may see."""
    return Seen({t: Sieve((_only_of(one, t), _way(one)) for one in how(_asked(found))) for t, found in by_type.items()})


def _way(asked: Asked) -> Way:
    """Return it as a plain tuple: a named one takes twice as long to be taken apart."""
    prefix, keys_of, detectors, remembers = asked
    return prefix, keys_of, detectors, remembers


def _only_of(asked: Asked, kind: str) -> Only:
    wanted = only_of(asked.keys_of, kind)
    return wanted if wanted != ANY or asked.remembers is None else only_of(asked.remembers, kind)


def _asked(detectors: Iterable[Detector[Any]]) -> Iterable[Asked]:
    """Arrange detectors by what answers for them: one for several, where the answer is the event's alone."""
    found: dict[tuple[str, object], list[Detector[Any]]] = {}
    detectors = tuple(detectors)
    kinds = list(dict.fromkeys(_kind(d) for d in detectors))
    for detector in sorted(detectors, key=lambda d: (kinds.index(_kind(d)), not as_usual(d))):
        answers = type(detector).keys_of
        who: object = detector.keyed_by if as_usual(detector) else answers if is_by_event(answers) else detector
        found.setdefault((_kind(detector), who), []).append(detector)
    asked = [Asked(f"{kind}:", _answer(group[0]), tuple(group)) for (kind, _), group in found.items()]
    unnamed = tuple(d for d in detectors if d.or_account)  # of keys: nothing else is there or not
    return [*asked, Asked("account:", _nameless, unnamed)] if unnamed else asked


def noted(groups: Iterable[Asked]) -> Iterable[Asked]:
    """Arrange them further by what answers for whether they remember an event."""
    for prefix, keys_of, detectors, _ in groups:
        for alike in _alike(detectors):
            yield Asked(prefix, keys_of, alike, alike[0].remembers)


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
    answer: Callable[[Event], Sequence[str]] = KEYS[detector.keyed_by] if as_usual(detector) else detector.keys_of
    return answer


def _kind(detector: Detector[Any]) -> str:
    """Return what the entity's key begins with: on an account's stream also what else lives there."""
    return detector.entity or "account" if detector.keyed_by == "account" else detector.keyed_by


def as_usual(detector: Detector[Any]) -> bool:
    """Tell whether a detector sees events under the very keys that events of its kind have."""
    own = type(detector).keys_of is not Detector.keys_of
    return not own and (detector.keyed_by != "account" or _kind(detector) == "account")
