"""A key made in a taken account and drained at once, from networks new to the account."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final, cast

from detectors.base import LATENESS_MAX_S, Signal, by_event
from detectors.key_elsewhere import AWAY, KeyElsewhere
from detectors.key_past import Past
from detectors.key_places import named, placed, since, since_named
from detectors.key_windows import NEW_S, OWN_S, WindowsState
from detectors.nothing import NOTHING
from detectors.only import KEYED, only
from detectors.strange import foreign
from detectors.usage_amount import is_answered
from schemas.event import ELSEWHERE, INDOORS, NEW_ACCOUNT, Event

MADE: Final = "account.api_key_created"
KEYS_KEPT = 8  # of one bucket: who shares a drain among more makes them in one place
MADE_ELSEWHERE = 1.0  # surprise: of 504 keys that owners made in two products 58 were; of 24 made by thieves all


class KeysState(WindowsState, array_like=True):
    """Adds since when each key was used, and each that was made at home or elsewhere: as places.

    `using`: by bucket the keys (hashes, sorted) that were used while new on new networks.
    """

    keys: bytes = b""
    home: bytes = b""
    elsewhere: bytes = b""
    using: dict[int, tuple[int, ...]] = NOTHING

    def is_strange(self, event: Event) -> bool:
        """Tell whether network and key are both new to the account."""
        if not super().is_strange(event):
            return False
        first = min(event.time, since(self.keys, event.key or ""))
        return first > max(self.born + OWN_S, event.time - NEW_S)

    def arrive(self, event: Event) -> None:
        """Note the key, too."""
        super().arrive(event)
        self.keys = placed(self.keys, event.key or "", event.time)

    def add(self, event: Event, bucket: int, *, strange: bool, judged: bool) -> None:
        """As in the base; note which new key is used on a new network."""
        super().add(event, bucket, strange=strange, judged=judged)
        if strange and (key := named(event.key or "")) not in (known := self.using.get(bucket, ())):
            self.using = {**self.using, bucket: tuple(sorted((*known, key)))[:KEYS_KEPT]}

    def make(self, event: Event) -> None:
        """Note that a key was made, and whether where the account has long been; nothing of an account just known.

        Nor of one made on a new device at an address that is the account's own: a colleague's, or a neighbour's.
        """
        if event.novel & INDOORS:
            return
        if event.novel & ELSEWHERE or (foreign(event) and not event.novel & NEW_ACCOUNT):
            self.elsewhere = placed(self.elsewhere, event.key or "", event.time)
        elif not event.novel & NEW_ACCOUNT:
            self.home = placed(self.home, event.key or "", event.time)

    def made(self, first: int, last: int, time: float, further: int | None) -> float | None:
        """Return the surprise of where a key used in these buckets was made; None where their owner made them all.

        What is used for less than the lateness bound at `time` may yet be told to be the owner's. `further`: a key that
        is asked about, and not counted yet.
        """
        found: float | None = None
        keys = {key for at, keys in self.using.items() if first <= at <= last for key in keys}
        for key in keys if further is None else keys | {further}:
            if since_named(self.elsewhere, key) < inf:
                return MADE_ELSEWHERE
            if since_named(self.home, key) == inf and since_named(self.keys, key) + LATENESS_MAX_S < time:
                found = 0.0
        return found

    def close(self, last: int, steps: int, step_s: float) -> None:
        """As in the base; forget which keys were used in buckets that no later window holds."""
        super().close(last, steps, step_s)
        if self.using:
            self.using = {at: keys for at, keys in self.using.items() if at > last - steps} or NOTHING


class KeyDrainElsewhere(KeyElsewhere):
    """As `key_elsewhere`, of an account's usage under all its keys: what keys new to it use on networks new to it.

    A key is new for three days from its first use, and no unit is taken for usual: the account's own days are. Keys of
    one account differ from each other far more than one key does from day to day (`spread`), since each is of another
    project. Where the key was made says whose it is, if it is told: nothing is said of one made on a device, or else
    at a provider, that the account has had for more than six hours; one made elsewhere is one in ten, and one made on
    a new device at an old address (a colleague's, in the office) is as one whose making is not told. Fires on a key
    that a thief makes and drains. Quiet on a new key on the old networks, on what the owner has made, on one that
    moves elsewhere at the volume as before, and on accounts that used no key before: `key_drain` looks at those. Fails
    on the account's first day of keys, on a thief in the owner's browser; of keys whose making is not told (in a
    product, or since they are older than the stream) only some hundred times the fullest day is told. What comes on
    the days after belongs to the same alert. Cost: 4 microseconds an event.
    """

    name = "key_drain_elsewhere"
    version = 3
    kinds = ("account.usage", MADE)
    entity = None
    state_type = KeysState
    _asked: int | None = None  # the key of the question that is being answered; no part of answers
    whose, whom = "Keys first used within the last three days", "the account"

    def __init__(self, alert_at: float = 0.4545, *, step_s: float = 1800.0, window_s: float = 21_600.0,
                 least_units: float = 10.0, spread: float = 2.0) -> None:  # fmt: skip
        """As in the base; `spread`: standard deviation of the log of what one key uses to what another does."""
        super().__init__(alert_at, step_s=step_s, window_s=window_s, least_units=least_units, spread=spread)

    @by_event
    @only(KEYED)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account, where a key is named that was made or answered."""
        return (event.subject,) if event.key and is_answered(event) else ()

    def score(self, event: Event, state: WindowsState, key: str) -> Signal | None:
        """As in the base; the making of a key says nothing by itself."""
        if event.type == MADE:
            return None
        self._asked = named(event.key or "")
        signal, self._asked = super().score(event, state, key), None
        return signal

    def learn(self, event: Event, state: WindowsState, signal: Signal | None) -> bool:
        """As in the base; note where a key was made, and look again at what was used under it before that was told."""
        if event.type != MADE:
            return super().learn(event, state, signal)
        cast("KeysState", state).make(event)
        names = [None, *state.products] if state.strange else []
        return any([self._look(state, int(event.time // self.step_s), name) for name in names])

    def _judged(self, state: WindowsState, end: int, name: str | None, more: float = 0.0,
                new: float = 0.0) -> tuple[float, Past]:  # fmt: skip
        """As in the base, with where the window's new keys were made."""
        surprise, past = super()._judged(state, end, name, more, new)
        made = self._made(state, end) if surprise else None
        return (0.0, past) if made is None else (surprise + made, past)

    def _made(self, state: WindowsState, end: int) -> float | None:
        """Return the surprise of where a key used in a window was made; see `KeysState.made`."""
        return cast("KeysState", state).made(end - self.steps + 1, end, end * self.step_s, self._asked)

    def _signs(self, state: WindowsState, end: int, past: Past) -> int:
        """As in the base; `AWAY` where a key was made elsewhere."""
        return super()._signs(state, end, past) | (AWAY if self._made(state, end) else 0)
