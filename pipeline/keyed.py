"""Runs detectors over events of entities: state fetched once, every detector that wants the type, then the alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from detectors.base import Detector, Signal
from pipeline.episodes import Episodes
from pipeline.guard import Quarantine
from pipeline.keyed_timers import KeyedTimers
from pipeline.keystate import KeyState
from pipeline.metrics_spec import Metrics
from pipeline.statecache import StateCache
from pipeline.stopwatch import Timings
from schemas.event import Decision, Event

SignalSink = Callable[[Event, Detector[Any], Signal], None]
PRUNE_EVERY_S = 3600.0
NEVER = float("-inf")


class Keyed(KeyedTimers):
    """The detectors of one stage partition, over one state cache. Counters are flushed by `report`."""

    def __init__(self, detectors: Iterable[Detector[Any]], cache: StateCache, episodes: Episodes,
                 quarantine: Quarantine, timings: Timings, sink: SignalSink | None = None) -> None:  # fmt: skip
        super().__init__(detectors, cache, episodes, quarantine)
        self._timings, self._sink = timings, sink
        self._signals: dict[str, int] = {}

    def take(self, detectors: Iterable[Detector[Any]], key: str, event: Event, watermark: float) -> None:
        """Show one event to the detectors of one entity (`key` is type:id)."""
        known = self.cache.get(key, event.time)
        self.show(detectors, key, known, event, watermark)

    def show(self, detectors: Iterable[Detector[Any]], key: str, known: KeyState,  # noqa: PLR0912  # no calls
             event: Event, watermark: float) -> None:  # fmt: skip
        """Like `take`, with the state at hand. Its loop calls nothing twice: it runs five times an event."""
        bare, states, sink = "", known.states, self._sink
        out, failing, timings = self._quarantine.out, self._quarantine.failing, self._timings
        timings.left -= 1
        timed = timings.left == 0
        for detector in detectors:
            name = detector.name
            if out and name in out:
                continue
            began = timings.now() if timed else 0.0
            try:
                if name not in states:
                    if detector.begins and event.type not in detector.begins:
                        continue
                    states[name] = detector.state_type()
                state, signal = states[name], None
                if sink is not None or detector.heeds_score:
                    bare = bare or key[key.index(":") + 1 :]
                    signal = detector.score(event, state, bare)
                    if signal is not None and sink is not None:
                        sink(event, detector, signal)
                hot = detector.learn(event, state, signal)
                if timed:
                    timings.add(name, timings.now() - began)
                if hot:
                    self._signals[name] = self._signals.get(name, 0) + 1
                    self.episodes.touched(detector, key, known, event.time, watermark)
                if failing:
                    self._quarantine.worked(name)
            except Exception as error:  # plug-in code: whatever it raises must not stop the others
                self._quarantine.failed(name, error)
                self.episodes.stirred((name,), key)
        if timed:
            timings.again()
        if known.pruned == NEVER:
            known.pruned = watermark  # it is new: nothing of it is old
        elif watermark - known.pruned >= PRUNE_EVERY_S:
            self._prune(key, known, watermark)

    def glance(self, detectors: Iterable[Detector[Any]], key: str, event: Event, watermark: float) -> None:
        """Like `take`, for detectors whose scores rest on the event alone: a state is made only for one `concerned`."""
        bare = key[key.index(":") + 1 :]
        concerned = []
        for detector in detectors:
            if detector.name in self._quarantine.out:
                continue
            try:
                signal = detector.score(event, detector.fresh(), bare)
                if detector.concerned(event, signal):
                    concerned.append(detector)
                elif signal is not None and self._sink is not None:
                    self._sink(event, detector, signal)
            except Exception as error:  # as in `show`
                self._quarantine.failed(detector.name, error)
        if concerned:
            self.take(concerned, key, event, watermark)

    def tell(self, detectors: Iterable[Detector[Any]], key: str, decision: Decision) -> None:
        """Hand a verdict to detectors of one entity; what it teaches shows with the events that follow."""
        for detector in detectors:
            if detector.name in self._quarantine.out:
                continue
            known = self.cache.get(key, decision.time)
            self.episodes.stirred((detector.name,), key)
            try:
                detector.decided(decision, known.states.setdefault(detector.name, detector.fresh()))
            except Exception as error:  # as in `show`
                self._quarantine.failed(detector.name, error)

    def _prune(self, key: str, known: KeyState, watermark: float) -> None:
        """Let the detectors drop what has become useless, now and then."""
        known.pruned = watermark
        self.episodes.stirred(known.states, key)
        by_name, out = self.by_name, self._quarantine.out
        for name, state in known.states.items():
            if name not in by_name or name in out:
                continue
            try:
                by_name[name].prune(state, watermark)
            except Exception as error:  # as in `show`
                self._quarantine.failed(name, error)

    def report(self, metrics: Metrics, partition: int) -> None:
        """Hand the counters gathered since the last call to the metrics."""
        for name, count in self._signals.items():
            metrics.count("abusewatch_signals_total", count, detector=name)
        self._signals.clear()
        self._timings.report(metrics)
        self.cache.report(metrics, partition)


def of_events(sink: SignalSink | None) -> SignalSink | None:
    """Leave out the signals about sums: they are about no event."""
    if sink is None:
        return None

    def only(event: Event, detector: Detector[Any], signal: Signal) -> None:
        if event.sums is None:
            sink(event, detector, signal)

    return only
