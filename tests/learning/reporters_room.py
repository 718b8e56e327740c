"""The site's room as reporters' records need it: reports and verdicts in, what a reporter's record says out."""

from __future__ import annotations

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from pipeline.reporters import Reporters
from pipeline.sweep import Held
from schemas.beliefs import Standing
from tests.support.carrier import MemoryState
from tests.support.scenario import START, decided, event, shipped


class Room:
    """The site's room with its stored state; opening another one over the same state is a restart."""

    def __init__(self, state: MemoryState | None = None) -> None:
        built = (shipped("report_surge"),)
        engine = Engine(built, {"report_surge": "live"}, EngineSettings(), RecordingMetrics())
        self.state, self.metrics = state or MemoryState(), engine.metrics
        vault = engine.vault(self.state, "rates")
        self.keyed = engine.keyed(vault, lambda found: None, {}, Held())
        self.reporters, self.time = Reporters(engine.routes, self.keyed, vault, engine.metrics, 600.0), START

    def report(self, reporter: str | None, at: float, subject: str = "a", name: str = "1") -> Standing | None:
        one = event("content.reported", subject, at, content_id=f"c{name}", reporter=reporter)
        self.time = max(self.time, one.time)
        self.keyed.cache.at(self.time - 300.0)
        self.reporters.take(one, self.time - 300.0)
        return one.standing

    def tell(self, verdict: str, at: float, subject: str = "a", **about: str) -> None:
        self.reporters.verdict(decided(subject, at, verdict, **about), self.time - 300.0)

    def standing(self, at: float, reporter: str = "r") -> Standing | None:
        return self.report(reporter, at, "nobody", f"ask{at}")

    def checkpoint(self) -> list[bytes]:
        entries = self.reporters.flush()
        self.state.write([*self.keyed.cache.flush(), *entries])
        return [name for name, _ in entries]
