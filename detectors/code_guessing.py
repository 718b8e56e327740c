"""Codes guessed one by one at one door: refused there far more often in a day than anybody else on this site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, cast

from msgspec import field

from detectors.base import Signal, by_event
from detectors.code_guessing_refused import Spread, is_denied_or_given, refused_beyond
from detectors.code_guessing_words import GIVEN, OF, CodeGuessingWords
from detectors.site_days import asked, slot_of
from detectors.site_told import NOT_YET, lately
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.usage_amount import NAMED_MOST
from detectors.window import WindowState
from schemas.event import FRESH, GRANTED, Event


class GuessState(WindowState, array_like=True):
    """Adds by day what was usual on the site for each product (its slot) that was refused; whether it is a newcomer."""

    usual: dict[int, dict[int, Spread]] = field(default_factory=dict)
    newcomer: bool = False


class CodeGuessing(CodeGuessingWords):
    """Requests of an account for one product answered 400, 403, 404, 410 or 422 in a sliding day, by the site's days.

    Where `product` names the door and not the code (gift cards are redeemed at one), being refused tells little: a page
    that polls what is gone looks the same. What others meet there tells: a mistyped code is tried again a few times.
    Surprise: that of the most of 99 in 100 account-days with a refusal, and one more for each further step
    (`site_spread`); where hardly anybody is refused, only what is more than all those account-days together can hold;
    of fewer than ten only who signed up within the week, by what other sites' doors are like as well, and of fewer than
    three only who was given it twice, too, between his refusals, as nobody is who waits for a thing, or asks for one
    that is gone.
    Fires on a hundred codes within hours, high where one fitted (`just_refused`). Quiet on a smudged code,
    on a release of which many ask for what is gone, at doors where few were ever refused, and on programs with a key.
    Fails in a site's first four days (`code_guessing_slow` then tells newcomers once the day is over), at a door where
    nobody was refused on three before, on older accounts until ten account-days are known (there, too, it then tells
    some), below some forty a day (`code_guessing_address` sees some of these). Cost: a comparison for each request, 5
    microseconds for one refused; state: 300 bytes for an account refused.
    """

    name = "code_guessing"
    version = 4
    keyed_by = "account"
    kinds = ("account.usage",)
    area = "api_abuse"
    by_site = True
    state_type = GuessState
    steps = 24
    counts: ClassVar[Literal["members", "events", "total"]] = "events"
    idle_s = 86_400.0
    ties = ("ip", "device")
    remembers = is_denied_or_given

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 40,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; the prior says nothing here, since nothing is said before the site is known."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account."""
        return (event.subject,)

    def member(self, event: Event) -> str | None:
        """Count refusals."""
        return event.subject if self.remembers(event) and not event.novel & GRANTED else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count refusals by product, and keep its name: it is the product's door, and no code."""
        tally.add(f"{OF}{slot_of(event.product or '')}")
        tally.carry((event.product or "")[:NAMED_MOST], event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event; None for few, or before the site is known."""
        if event.site is None or event.novel & GRANTED or not self.remembers(event):
            return None
        end, slot = int(event.time // self.step_s), slot_of(event.product or "")
        count = 1.0 + self._by_slot(state, end, OF).get(slot, 0.0)
        if count < self.least:
            return None
        given, new = self._by_slot(state, end, GIVEN).get(slot, 0.0), event.novel & FRESH != 0
        surprise = refused_beyond(count, event.site.refused, newcomer=new, given=given)
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep what is usual on the site, and how often a code fitted."""
        if event.novel & GRANTED:
            bucket = int(event.time // self.step_s)
            self.tally(state, bucket).add(f"{GIVEN}{slot_of(event.product or '')}")
            return self.refresh(state, bucket)
        if event.site is not None:
            own = cast("GuessState", state)
            own.usual.setdefault(asked(event.time), {})[slot_of(event.product or "")] = event.site.refused
            own.newcomer = own.newcomer or event.novel & FRESH != 0
        return super().learn(event, state, signal)

    def _by_slot(self, state: WindowState, end: int, what: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for tally in self._window(state, end):
            for name, number in (tally.extra or {}).items():
                if name.startswith(what):
                    slot = int(name[len(what) :])
                    found[slot] = found.get(slot, 0.0) + number
        return found

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return self._worst(state, end)[0]

    def _worst(self, state: WindowState, end: int) -> tuple[float, float, Spread, int]:
        """Return the surprise of the product refused most surprisingly, how often it was, what was usual; its slot."""
        own, numbers, given = cast("GuessState", state), self._by_slot(state, end, OF), self._by_slot(state, end, GIVEN)
        told, new = own.usual.get(asked(end * self.step_s), {}), own.newcomer
        found = [(refused_beyond(numbers[s], told[s], newcomer=new, given=given.get(s, 0.0)), numbers[s], told[s], s)
                 for s in numbers if s in told]  # fmt: skip
        return max([one for one in found if one[1] >= self.least], default=(0.0, 0.0, (0, 0, 0), 0))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        _, number, spread, slot = self._worst(state, end)
        return int(number), *spread, slot

    def lacks(self, event: Event, state: WindowState) -> str:
        """As in the base; that the site is not known, where that is so."""
        return NOT_YET if event.site is None and self.remembers(event) else super().lacks(event, state)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop what was usual long ago."""
        super().prune(state, watermark)
        own = cast("GuessState", state)
        own.usual = lately(own.usual, watermark)
        own.newcomer = own.newcomer and bool(own.usual)
