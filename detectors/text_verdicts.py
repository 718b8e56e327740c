"""Detectors of texts that learn from verdicts: what they share. The model lives where the whole site is seen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from detectors import text_told
from detectors.base import LATENESS_MAX_S, Signal
from detectors.by_time import times_since
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.text_calibration import surprise_of
from detectors.text_features import features_of
from detectors.text_hashes import PARTS
from detectors.text_model import HOUR_S, TextModel
from detectors.text_report import TextReport, TextState
from detectors.text_signs import ASKED, signs_in
from detectors.text_sketch import sketch
from detectors.ties import tie
from schemas.beliefs import Belief
from schemas.event import Event


class TextDetector(TextReport):
    """Base of the text detectors: one model for the site, one alert an account for as long as it goes on.

    Alerts on several accounts are joined where their texts are reworded copies of each other (two pieces of a sketch in
    common, or one and a fingerprint), tell one telephone number or messenger's name, or come from one device. Before
    there are verdicts the score rests on `seeds` alone and accuses nobody. The state is about 600 bytes for an account
    that is accused, nothing for others; the model's size and cost are told in `TextModel`.
    """

    keyed_by = "account"
    kinds = ("content.posted",)
    state_type = TextState
    step_s = 600.0
    idle_s = 2 * 86_400.0  # who posts a little once a day leaves more than a day, some days, and never two
    ties = ("device", "content", "domain")
    alike = True
    settings: ClassVar[tuple[str, ...]] = ("least_verdicts",)

    def __init__(self, alert_at: float = 0.5, *, least_verdicts: int = 20) -> None:
        """`least_verdicts`: of violations, and of benign texts, before it accuses anybody."""
        super().__init__(alert_at)
        self.least_verdicts = least_verdicts

    @abstractmethod
    def seeds(self) -> Mapping[int, tuple[float, float]]:
        """Return what is believed of features before any verdict, for `TextModel`."""

    @abstractmethod
    def wants(self, event: Event) -> bool:
        """Tell whether this detector judges the text: by its type, its kind, and whether it is `signed`."""

    @cached_property
    def _cold(self) -> TextModel:
        return TextModel(self.seeds())

    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the author of a text that is judged."""
        return (event.subject,) if self.wants(event) else ()

    def belief(self, event: Event) -> Belief | None:
        """Return what the site's model holds of the text; where it has not been asked, what is held of any text."""
        found = event.beliefs.get(self.name)
        if found is None and (features := event.features or features_of(event)):
            found = self._cold.judge(features, 0)
        return found

    def score(self, event: Event, state: TextState, key: str) -> Signal | None:
        """Return the surprise if the text were benign after all; None where there is no text.

        On a few verdicts, or on those of one kind, calibration is a guess: then the log-odds count as they are. Where
        few are about the plain signs of a text, it is no less than by those signs alone.
        """
        belief = self.belief(event)
        if belief is None:
            return None
        taught = self._taught(belief)
        learned = belief.odds if taught else belief.raw
        surprise = surprise_of(max(learned, belief.plain) if belief.plain else learned)
        return Signal(self.name, self.version, key, to_score(surprise), taught, surprise)

    def convinced(self, belief: Belief) -> bool:
        """Tell whether a text may be accused before verdicts have taught enough."""
        return False

    def _learned(self, belief: Belief) -> float:
        return belief.odds if self._taught(belief) else belief.raw

    def _taught(self, belief: Belief) -> bool:
        return min(belief.violations, belief.benign) >= self.least_verdicts

    def concerned(self, event: Event, signal: Signal | None) -> bool:
        """Tell whether the text is surely a violation, by what verdicts have taught or without a teacher."""
        if signal is None or signal.surprise < self.hot_from:
            return False
        belief = self.belief(event)
        if belief is None or self.convinced(belief):
            return belief is not None
        return signal.warm and surprise_of(self._learned(belief)) >= self.hot_from

    def learn(self, event: Event, state: TextState, signal: Signal | None) -> bool:
        """Accuse the author of a text that is surely a violation; everything else leaves nothing here."""
        belief = self.belief(event)
        if belief is None or signal is None or not TextDetector.concerned(self, event, signal):
            return False
        tally = self._noted(event, state, belief, signal.surprise)
        tally.hot = True
        state.show(event)
        return True

    def _noted(self, event: Event, state: TextState, belief: Belief, surprise: float) -> Tally:
        """Return the tally of a text's time, with all that a reviewer should know of the text."""
        tally = state.tallies.setdefault(int(event.time // self.step_s), Tally())
        tally.seen(event.time, event.id)
        tally.account(event.subject, event.time)
        self._tie(event, tally)
        verdicts = belief.violations + belief.benign
        share = belief.violations / verdicts if verdicts else 0.0
        tally.crest(verdicts, share, surprise, (belief.unnamed,) if belief.unnamed else ())
        for name, part in zip(PARTS, belief.parts, strict=False):
            tally.add(name, round(part * 1000))  # whole numbers add up the same in any order
        if event.domains:
            tally.add("with_links")
        if belief.plain and belief.plain > self._learned(belief):
            tally.add("plain")
        for name in signs_in(event.features):
            if name != ASKED:
                tally.add(text_told.CLUE + name)
        return tally

    def _tie(self, event: Event, tally: Tally) -> None:
        """Note what other accounts' texts may have in common with this one; short ones are alike by chance."""
        tie(event, self.ties, tally)
        for number in event.contacts:
            tally.tie(f"contact:{number}", event.time)
        for piece in sketch(event.features) if event.fingerprints else ():
            tally.tie(f"like:{piece}", event.time)

    def prune(self, state: TextState, watermark: float) -> None:
        """Keep hot tallies until their alert closes, and a week of what was shown."""
        oldest = watermark - LATENESS_MAX_S - 7 * 24 * HOUR_S
        state.shown = times_since(state.shown, oldest)
