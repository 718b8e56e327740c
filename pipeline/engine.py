"""Wires the rooms together: from a catalogue and settings to what a stage partition runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from detectors.base import Detector
from pipeline.campaigns.case import Case
from pipeline.campaigns.ledger import Ledger
from pipeline.controls import Controls
from pipeline.desk import Desk
from pipeline.engine_settings import EngineSettings
from pipeline.episodes import Episodes
from pipeline.guard import Quarantine
from pipeline.hot_budget import HotBudget
from pipeline.keyed import Keyed, SignalSink
from pipeline.keystate_codec import KeyStateCodec
from pipeline.metrics_spec import Metrics
from pipeline.once import Once
from pipeline.own_content import reader
from pipeline.routes import Routes
from pipeline.sampler import AuditSettings, Sampler
from pipeline.sealed import Seal
from pipeline.stage import StateReader
from pipeline.statecache import StateCache
from pipeline.stopwatch import Stopwatch, Timings
from pipeline.sweep import Held
from pipeline.timers import Timers
from pipeline.vault import Vault
from schemas.finding import Finding
from schemas.values import Mode


class Engine:
    """Everything that is the same for all partitions: detectors, modes, settings, controls.

    `modes` gives each detector's mode; one without an entry runs in shadow. `stopwatch`: what reads seconds for the
    detectors' timings, since nothing in the engine reads a clock; without one they are not timed. `audit`: what posts
    are drawn at random for reviewers; None, or no share: none, and no `sampler`.
    """

    def __init__(self, detectors: tuple[Detector[Any], ...], modes: Mapping[str, Mode], settings: EngineSettings,
                 metrics: Metrics, stopwatch: Stopwatch | None = None,
                 audit: AuditSettings | None = None) -> None:  # fmt: skip
        self.settings, self.metrics = settings, metrics
        self.modes = dict(modes)
        self.routes = Routes(detectors)
        self.read = reader(settings.own_domains, settings.own_phrases, settings.staff_sources, settings.own_cards,
                           settings.used_up_statuses, settings.own_payees)  # fmt: skip
        self.controls = Controls()
        self.once = Once()
        self.sampler = Sampler(audit, settings.runbook_base, metrics) if audit is not None and audit.share else None
        self.ttl_s = max((d.ttl_s for d in detectors), default=86_400.0)
        self._seal = Seal(settings.state_secret)
        self._budget = HotBudget(settings.keys_hot)
        self._quarantine = Quarantine(settings.quarantine_after, metrics)
        self._stopwatch = stopwatch

    @property
    def failed(self) -> frozenset[str]:
        """Return the detectors that have failed at all."""
        return frozenset(self._quarantine.ever)

    def ledger(self, cases: Mapping[str, Case] | None = None) -> Ledger:
        """Return what reviewers have said of the detectors, `cases` as they were stored."""
        areas = {detector.name: detector.area for detector in self.routes.all}
        return Ledger(areas, self.settings.reviewer_minutes_per_alert, cases)

    def vault(self, reader: StateReader, stage: str) -> Vault:
        """Return the stored state of one partition of a stage, behind its signatures."""
        return Vault(self._seal, reader, self.metrics, stage)

    def keyed(self, vault: Vault, emit: Callable[[Finding], None], timers: dict[str, float], held: Held,
              sink: SignalSink | None = None) -> Keyed:  # fmt: skip
        """Start one partition's detectors over its stored state, as `timers` and `held` were left."""
        by_name = {detector.name: detector for detector in self.routes.all}
        cache = StateCache(
            KeyStateCodec(by_name), vault, self._budget, held, kept=self.settings.keys_kept, ttl_s=self.ttl_s
        )
        episodes = Episodes(self.settings, self._desk(emit), Timers(timers), held)
        return self._shown(cache, episodes, sink)

    # What somebody who watches (`pipeline.why`) puts others in the place of.

    def _desk(self, emit: Callable[[Finding], None]) -> Desk:
        return Desk(self.settings, self.modes, self.controls, self.metrics, emit)

    def _shown(self, cache: StateCache, episodes: Episodes, sink: SignalSink | None) -> Keyed:
        return Keyed(self.routes.all, cache, episodes, self._quarantine, Timings(self._stopwatch), sink)
