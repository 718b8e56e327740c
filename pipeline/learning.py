"""What learns from verdicts: the models over all texts, the posts that a verdict may still be about. Pure.

A verdict waits until its hour is over, then all of the hour are learned in order of time and id. From the second full
hour after it on, texts are judged by it (`detectors.text_model`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detectors.base import LATENESS_MAX_S, Detector
from detectors.text_memory import Lesson
from detectors.text_model import HOUR_S
from detectors.text_models import EVERY, NAMED
from detectors.text_signs import signed
from detectors.text_verdicts import TextDetector
from pipeline.decisions import SURE
from pipeline.keyed import Keyed
from pipeline.keystate import Post
from pipeline.learned import Learned
from pipeline.lessons import Lessons
from pipeline.metrics_spec import Metrics
from pipeline.sampler import Sampler
from pipeline.vault import Vault
from schemas.event import Decision, Event


class Learning(Learned):
    """The text detectors of the site's room. `keyed` holds accounts (`account:`) and posts (`post:`, `event:`)."""

    def __init__(self, detectors: Iterable[Detector[Any]], keyed: Keyed, vault: Vault, metrics: Metrics,
                 sampler: Sampler | None = None) -> None:  # fmt: skip
        running, self._sampler = tuple(detectors), sampler
        self._learners = tuple(detector for detector in running if isinstance(detector, TextDetector))
        # Who judges texts of a type, a kind, with signs of attack or not.
        self._wanted: dict[tuple[str, str | None, bool], list[TextDetector]] = {}
        super().__init__(self._learners, vault)
        self._keyed, self._metrics = keyed, metrics
        self._lessons = Lessons(running, self._models, keyed, metrics)

    # Texts.

    def take(self, event: Event, watermark: float) -> None:
        """Judge a text, show it to its author's detectors, and remember it for the verdict."""
        kind = event.type, event.kind, signed(event.features)  # all by which they choose
        wanted = self._wanted.get(kind)
        if wanted is None:
            wanted = self._wanted[kind] = [d for d in self._learners if event.type in d.kinds and d.keys_of(event)]
        if not wanted:
            return
        hour, features = int(event.time // HOUR_S), event.features
        # A wrong clock must not take the models along.
        if hour > self.memory.hour and event.time <= watermark + 2 * LATENESS_MAX_S:
            self._advance(hour)
        raws = self._judge(event, wanted, hour) if features else {}
        self._keyed.glance(wanted, f"account:{event.subject}", event, watermark)
        if features:
            self._remember(event, raws)

    def _judge(self, event: Event, wanted: Iterable[TextDetector], hour: int) -> dict[str, float]:
        """Say in the event what is held of it; return how each model scored it."""
        beliefs, raws = {}, {}
        for name in [detector.name for detector in wanted]:
            beliefs[name], scored = self._models[name].judge(event.features, hour)
            for which, raw in scored.items():
                raws[name + which] = raw
        event.beliefs = beliefs
        return raws

    def _remember(self, event: Event, raws: dict[str, float]) -> None:
        name = event.content_id or event.id
        known = self._keyed.cache.get(f"post:{name}", event.time)
        if known.post is None or (known.post.time, known.post.event_id) <= (event.time, event.id):
            known.post = Post(name, event.id, event.time, event.features, raws)
        if event.id != name:
            self._keyed.cache.get(f"event:{event.id}", event.time).post = Post(name, event.id, event.time)
        if self._sampler is not None and self._sampler.draws(event):  # a verdict may name the sample instead
            sample = self._sampler.alert_id(event)
            self._keyed.cache.get(f"event:{sample}", event.time).post = Post(name, event.id, event.time)

    # Verdicts.

    def verdict(self, decision: Decision) -> None:
        """Take a verdict; one of an hour that is over counts with the first hour that is not."""
        if decision.verdict not in SURE or not self._learners:
            return
        hour = max(int(decision.time // HOUR_S), self.memory.hour - 1)
        self.pending.setdefault(hour, []).append(decision)
        self._told = True

    def _advance(self, hour: int) -> None:
        memory = self.memory
        if hour <= memory.hour:
            return
        closed = sorted(given for given in self.pending if given <= hour - 2)
        for given in closed:
            self._learn(given)
        for name, models in self._models.items():
            models.reach(hour)
            for which, model in models.each.items():
                memory.models[self._stored[name] + which] = model.memory
        memory.hour, self._moved, self._told = hour, True, self._told or bool(closed)

    def _learn(self, given: int) -> None:
        """Learn the verdicts of an hour: what each counts for depends on what was learned up to the hour after it."""
        for models in self._models.values():
            models.reach(given + 1)
        lessons: dict[str, dict[str, list[Lesson]]] = {name: {EVERY: [], NAMED: []} for name in self._models}
        for decision in sorted(self.pending.pop(given), key=lambda d: (d.time, d.id)):
            for name, which, lesson in self._lessons.of(decision):
                lessons[name][which].append(lesson)
                if not lesson.named and lesson.own > 0:
                    self._models[name].part()  # nothing of this hour has been learned yet
                    self._metrics.count("abusewatch_verdicts_unnamed_total", detector=name)
        for name, models in self._models.items():
            models.advance(given + 2, {which: {given + 2: told} for which, told in lessons[name].items()})
