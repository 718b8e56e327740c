"""What a verdict teaches: of a text, of the texts an alert showed, of an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from detectors.base import Detector
from detectors.nothing import NOTHING
from detectors.text_features import author_features
from detectors.text_memory import Lesson
from detectors.text_models import EVERY, NAMED, TextModels, Told, lessons_of
from pipeline.alert_id import detector_of, is_sample
from pipeline.decisions import LATE_S, SURE
from pipeline.keyed import Keyed
from pipeline.keystate import Post
from pipeline.metrics_spec import Metrics
from schemas.event import Decision

V = TypeVar("V")


class Lessons:
    """Finds what verdicts are about among the posts and accounts of `keyed`, and weighs it by the models' belief."""

    def __init__(self, running: Sequence[Detector[Any]], models: Mapping[str, TextModels], keyed: Keyed,
                 metrics: Metrics) -> None:  # fmt: skip
        """Take all `running` detectors, whose areas verdicts may name, and the `models` of those that learn texts."""
        self._areas = {detector.name: detector.area for detector in running}
        self._models, self._keyed, self._metrics = models, keyed, metrics

    def of(self, decision: Decision) -> Iterator[tuple[str, str, Lesson]]:
        """Yield what each detector's models learn from a verdict: the detector, which of its models, the lesson."""
        violation = SURE[decision.verdict]
        alert = None if is_sample(decision.alert_id) else decision.alert_id  # a sample accuses of nothing in particular
        signed = detector_of(alert) if alert else None
        area = decision.policy or (None if signed is None else self._areas.get(signed, ""))
        named = area is not None or not violation
        for name in self._models:
            if area is not None and area != self._areas[name]:
                continue
            posts = self._posts(name, decision, own=signed == name)
            if posts is None:
                yield from self._of_account(name, decision, named=named)
                continue
            for post in posts:
                yield from self._taught(name, post, decision, named=named)

    def _posts(self, name: str, decision: Decision, *, own: bool) -> list[Post | None] | None:
        """Return the posts a verdict is about; None: it is about the account."""
        if decision.content_id or decision.event_id or is_sample(decision.alert_id):
            return [self._find(decision)]
        return [self._post(content) for content in self._shown(name, decision.subject)] if own else None

    def _of_account(self, name: str, decision: Decision, *, named: bool) -> Iterator[tuple[str, str, Lesson]]:
        """Yield what is learned of an author, of whom no text is named."""
        for which in (EVERY, NAMED)[: 1 + named]:
            lesson = Lesson(author_features(decision.subject), None, SURE[decision.verdict], 1.0, named)
            yield name, which, lesson
        self._metrics.count("abusewatch_verdicts_learned_total", detector=name, about="account")

    def _taught(self, name: str, post: Post | None, decision: Decision, *,
                named: bool) -> Iterator[tuple[str, str, Lesson]]:  # fmt: skip
        """Yield the lessons of one post, if the verdict says anything new of it."""
        if post is None or decision.time - post.time > LATE_S:
            self._metrics.count("abusewatch_verdicts_unmatched_total", detector=name)
            return
        if name not in post.raws:
            return  # a text that this detector does not judge
        raws = {which: post.raws[name + which] for which in (EVERY, NAMED) if name + which in post.raws}
        models, violation = self._models[name], SURE[decision.verdict]
        told = Told(_of(post.verdicts, name), _of(post.weights, name))
        counting = partial(models.weight, features=post.features, violation=violation)
        lessons = list(lessons_of(post.features, raws, told, violation=violation, named=named, counting=counting))
        if any(which == EVERY for which, _ in lessons):
            self._metrics.count("abusewatch_verdicts_learned_total", detector=name, about="text")
        post.verdicts = _with(post.verdicts, name, told.verdicts)
        post.weights = _with(post.weights, name, told.weights)
        for which, lesson in lessons:
            models.wait(which, lesson)
            yield name, which, lesson

    def _find(self, decision: Decision) -> Post | None:
        if decision.content_id is not None:
            return self._post(decision.content_id)
        name = decision.event_id or decision.alert_id or ""
        alias = self._keyed.cache.find(f"event:{name}")
        return self._post(alias.post.content_id if alias is not None and alias.post else name)

    def _post(self, content_id: str) -> Post | None:
        known = self._keyed.cache.find(f"post:{content_id}")
        return None if known is None else known.post

    def _shown(self, name: str, subject: str) -> list[str]:
        known = self._keyed.cache.find(f"account:{subject}")
        return [] if known is None or name not in known.states else sorted(known.states[name].shown)


def _of(known: Mapping[str, V], name: str) -> dict[str, V]:
    """Return what is known for a detector's models, by model."""
    return {which: known[name + which] for which in (EVERY, NAMED) if name + which in known}


def _with(known: Mapping[str, V], name: str, told: Mapping[str, V]) -> dict[str, V]:
    """Return what is known with what is now told of a detector's models."""
    others = {one: said for one, said in known.items() if one not in (name, name + NAMED)}
    return others | {name + which: said for which, said in told.items()} or NOTHING
