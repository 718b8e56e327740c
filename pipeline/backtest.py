"""What detectors would have said about a file of the past, with the settings shipped or others; no broker."""

from __future__ import annotations

import io
import time
import tomllib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from detectors.catalogue import BY_NAME
from pipeline.config import Config, ConfigError
from pipeline.config.build import detectors
from pipeline.config.model import AuditSection
from pipeline.lines import STDIN, read_lines
from pipeline.metrics_recording import RecordingMetrics
from pipeline.parallel import plan
from pipeline.parallel.setup import Setup
from pipeline.replay_out import Summary
from schemas.alert import Alert


class By(StrEnum):
    """What alerts may be counted by."""

    SETTING = "setting"
    DETECTOR = "detector"
    DAY = "day"
    POLICY = "policy"
    SEVERITY = "severity"
    ENTITY = "entity"


class Outcome(Struct):
    """One run: every version of every alert, and what was read. `seconds` is the run's own time."""

    setting: str
    detectors: tuple[str, ...]
    alerts: list[Alert]
    summary: Summary
    first_refused: str
    seconds: float


def only(config: Config, names: Iterable[str]) -> Config:
    """Return the configuration with just these detectors, all live: in a backtest every word counts.

    Raises ConfigError for a name that is none.
    """
    chosen = set(names)
    unknown = sorted(chosen - BY_NAME.keys())
    if unknown:
        raise ConfigError([f"{name}: no such detector; `abusewatch detectors` lists them" for name in unknown])
    stanzas = {
        name: {**config.detectors.get(name, {}), "mode": "live" if name in chosen else "off"} for name in BY_NAME
    }
    return config.model_copy(update={"detectors": stanzas})


def changed(config: Config, settings: Sequence[str]) -> Config:
    """Return the configuration with `NAME.KEY=VALUE` put in; VALUE as in TOML. Raises ConfigError."""
    stanzas = {name: dict(stanza) for name, stanza in config.detectors.items()}
    for text in settings:
        name, key, value = parts(text)
        stanzas.setdefault(name, {})[key] = value
    return config.model_copy(update={"detectors": stanzas})


def parts(text: str) -> tuple[str, str, Any]:
    """Take `NAME.KEY=VALUE` apart.

    >>> parts("login_fanout.least=7")
    ('login_fanout', 'least', 7)
    """
    path, equals, value = text.partition("=")
    name, dot, key = path.strip().partition(".")
    if not (name and dot and key and equals):
        raise ConfigError([f"--set {text}: expected NAME.KEY=VALUE, such as login_fanout.least=7"])
    try:
        return name, key, tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return name, key, value.strip()


def run(setting: str, config: Config, file: str, jobs: int | None = None) -> Outcome:
    """Replay a file through the configuration's detectors, without audit samples.

    Raises ConfigError, InputError and JobError.
    """
    out, config = io.BytesIO(), config.model_copy(update={"audit": AuditSection()})
    began = time.perf_counter()
    lines, many = plan.planned(read_lines(file), jobs, alone=file == STDIN)
    replay = plan.replay(Setup(config), RecordingMetrics(), many, out, None)
    summary = replay.run(lines)
    decode = msgspec.json.Decoder(Alert).decode
    alerts = [decode(line) for line in out.getvalue().splitlines()]
    names = tuple(detector.name for detector in detectors(config)[0])
    return Outcome(setting, names, alerts, summary, replay.first_refused, time.perf_counter() - began)
