"""From configuration to what runs: detectors with their settings, the engine's and the worker's settings."""

from __future__ import annotations

import socket
import time
import tomllib
from importlib.resources import files
from typing import Any

from detectors.base import Detector
from detectors.catalogue import BY_NAME, CATALOGUE
from pipeline.config.errors import ConfigError
from pipeline.config.model import Config
from pipeline.config.secrets import state_secret
from pipeline.config.stanza import checked
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.level import levels
from pipeline.metrics_spec import Metrics
from pipeline.sampler import AuditSettings
from schemas.values import Mode

_NOT_THE_ENGINES = {"state_secret", "state_secret_file", "false_alerts_a_day", "questions_a_day"}


def shipped() -> dict[str, dict[str, Any]]:
    """Return the stanzas that come with the detectors."""
    return tomllib.loads((files("detectors") / "detectors.toml").read_text(encoding="utf-8"))


def detectors(config: Config) -> tuple[tuple[Detector[Any], ...], dict[str, Mode]]:
    """Build every detector that is not off, with its mode; raises ConfigError naming `detectors.NAME.KEY`."""
    problems = [_unknown(name) for name in config.detectors if name not in BY_NAME]
    problems += [f"engine.questions_a_day.{name}: no such detector" for name in config.engine.questions_a_day
                 if name not in BY_NAME]  # fmt: skip
    built: list[Detector[Any]] = []
    modes: dict[str, Mode] = {}
    stanzas = in_force(config)
    for kind in CATALOGUE:
        stanza = stanzas[kind.name]
        stanza, wrong = checked(kind, stanza)
        problems += wrong
        mode = stanza.pop("mode", "shadow")
        if problems or mode == "off":
            continue
        built.append(kind(**stanza))
        modes[kind.name] = mode
    if problems:
        raise ConfigError(problems)
    return tuple(built), modes


def in_force(config: Config) -> dict[str, dict[str, Any]]:
    """Return every detector's stanza: as shipped, at the level of `engine.false_alerts_a_day`, as the operator says."""
    defaults = shipped()
    mine = {kind.name: {**defaults.get(kind.name, {}), **config.detectors.get(kind.name, {})} for kind in CATALOGUE}
    accepted = config.engine.false_alerts_a_day
    if accepted is not None:
        for name, score in levels(accepted, config.engine.questions_a_day).items():
            if name in mine and "alert_at" not in config.detectors.get(name, {}):
                mine[name]["alert_at"] = score
    return mine


def unasked(config: Config) -> list[str]:
    """Return the detectors that keep their shipped level, though false alerts are limited: nobody counted for them."""
    if config.engine.false_alerts_a_day is None:
        return []
    known = config.engine.questions_a_day
    return [kind.name for kind in CATALOGUE if kind.name not in known and not _set(config, kind.name)]


def _set(config: Config, name: str) -> bool:
    stanza = config.detectors.get(name, {})
    return "alert_at" in stanza or stanza.get("mode") == "off"


def _unknown(name: str) -> str:
    return f"detectors.{name}: no such detector; `abusewatch detectors` lists them"


def engine_settings(config: Config) -> EngineSettings:
    """Return the engine's settings; the secret from its file or the environment."""
    values: dict[str, Any] = config.engine.model_dump(exclude=_NOT_THE_ENGINES)
    secret = state_secret(config)
    if secret:
        values["state_secret"] = secret
    return EngineSettings(**values)


def instance(config: Config) -> str:
    """Return the worker's name in the group."""
    return config.worker.instance or socket.gethostname()


def engine(config: Config, metrics: Metrics) -> Engine:
    """Build the engine; raises ConfigError."""
    built, modes = detectors(config)
    audit = AuditSettings(**config.audit.model_dump())
    return Engine(built, modes, engine_settings(config), metrics, stopwatch=time.perf_counter, audit=audit)
