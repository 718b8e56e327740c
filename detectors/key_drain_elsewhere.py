"""A key made in a taken account and drained at once, from networks new to the account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from detectors.base import Signal, by_event
from detectors.key_drain_elsewhere_state import KeysState
from detectors.key_elsewhere import KeyElsewhere
from detectors.key_elsewhere_words import ABROAD, AWAY
from detectors.key_past import Past
from detectors.key_places import named
from detectors.key_windows import WindowsState
from detectors.only import KEYED, only
from detectors.statuses import is_answered
from schemas.event import Event

MADE: Final = "account.api_key_created"
# Surprise: of 185 honest keys of three products none came at once from so many countries and providers new to its
# account (Jeffreys: 2.6); not all of that, since an owner's app that ships with a key does.
SCATTERED = 1.5


class KeyDrainElsewhere(KeyElsewhere):
    """As `key_elsewhere`, of an account's usage under all its keys: what keys new to it use on networks new to it.

    A key is new for three days from its first use, and no unit is taken for usual: the account's own days are. Keys of
    one account differ from each other far more than one key does from day to day (`spread`), since each is of another
    project. Where the key was made says whose it is, if it is told: nothing is said of one made on a device, or else
    at a provider, that the account has had for more than six hours; one made elsewhere is one in ten, and one made on
    a new device at an old address (a colleague's, in the office) is as one whose making is not told. A key made
    elsewhere that comes at once from three countries and as many providers, all new to the account, is one in thirty
    more. Fires on a key that a thief makes and drains, at once or, from ever new households, at a few times the
    account's usual days later. Quiet on a new key on the old networks, on what the owner has made, on one that
    moves elsewhere at the volume as before, and on accounts that used no key before: `key_drain` looks at those. Fails
    on the account's first day of keys, on a thief in the owner's browser; of keys whose making is not told (in a
    product, or since they are older than the stream) only some hundred times the fullest day is told. What comes on
    the days after belongs to the same alert. Cost: 4 microseconds an event.
    """

    name = "key_drain_elsewhere"
    version = 5
    kinds = ("account.usage", MADE)
    entity = None
    state_type = KeysState
    _asked: Event | None = None  # that of the question that is being answered; no part of answers
    by_program = False  # a new key is of a new project, which has its own
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
        self._asked = event
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
        if made is None:
            return 0.0, past
        return surprise + made + (SCATTERED if made and self._is_scattered(state, end) else 0.0), past

    def _made(self, state: WindowsState, end: int) -> float | None:
        """Return the surprise of where a key used in a window was made; see `KeysState.made`."""
        asked = None if self._asked is None else named(self._asked.key or "")
        return cast("KeysState", state).made(end - self.steps + 1, end, end * self.step_s, asked)

    def _is_scattered(self, state: WindowsState, end: int) -> bool:
        """Tell whether a window's new keys came from several countries; see `KeysState.is_scattered`."""
        return cast("KeysState", state).is_scattered(end - self.steps + 1, end, self._asked)

    def _signs(self, state: WindowsState, end: int, past: Past) -> int:
        """As in the base; `AWAY` where a key was made elsewhere, `ABROAD` where it came from several countries, too."""
        signs = super()._signs(state, end, past)
        if not self._made(state, end):
            return signs
        return signs | AWAY | (ABROAD if self._is_scattered(state, end) else 0)
