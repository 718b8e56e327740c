"""What there is to say about each detector: its contract, its settings in force, what tests and runbook say of it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

import detectors
from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from pipeline.config.build import detectors as build
from pipeline.config.build import shipped
from pipeline.config.model import Config
from schemas.values import Area, KeyedBy

ROOT = Path(detectors.__file__).resolve().parent.parent  # a checkout, or where packages are installed


class Facts(Struct, kw_only=True):
    """One detector. `scenarios` are None where there is no checkout to look into."""

    name: str
    version: int
    area: Area
    keyed_by: KeyedBy
    entity: str
    kinds: tuple[str, ...]
    mode: str
    says: str
    doc: str
    settings: dict[str, Any]
    fires: list[str] | None
    quiet: list[str] | None
    ttl_days: float
    file: str


def facts(config: Config) -> list[Facts]:
    """Return every detector of the catalogue, those that are off included. Raises ConfigError."""
    built, modes = build(config)
    running = {detector.name: detector for detector in built}
    return [_facts(running.get(kind.name) or _off(kind), modes.get(kind.name, "off")) for kind in CATALOGUE]


def _off(kind: type[Detector[Any]]) -> Detector[Any]:
    settings = {name: value for name, value in shipped().get(kind.name, {}).items() if name != "mode"}
    return kind(**settings)


def _facts(detector: Detector[Any], mode: str) -> Facts:
    kind = type(detector)
    doc = inspect.cleandoc(kind.__doc__ or "")
    found = scenarios(detector.name)
    return Facts(
        name=detector.name, version=detector.version, area=detector.area, keyed_by=detector.keyed_by,
        entity=detector.entity or detector.keyed_by, kinds=detector.kinds, mode=mode, says=doc.partition("\n")[0],
        doc=doc, settings=detector.config(), fires=None if found is None else _named(found, "fires"),
        quiet=None if found is None else _named(found, "quiet"), ttl_days=detector.ttl_s / 86_400,
        file=f"{kind.__module__.replace('.', '/')}.py",
    )  # fmt: skip


def scenarios(name: str, root: Path = ROOT) -> list[str] | None:
    """Return the names of a detector's scenarios; None where there are no tests at all (an installed package)."""
    folder = root / "tests" / "scenarios"
    if not folder.is_dir():
        return None
    words = name.split("_")
    for length in range(len(words), 0, -1):  # a family of detectors may share a file: test_a_b, else test_a
        file = folder / f"test_{'_'.join(words[:length])}.py"
        if file.exists():
            return re.findall(r"^def test_((?:fires|quiet)_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    return []


def _named(found: list[str], start: str) -> list[str]:
    return [name.removeprefix(start + "_").replace("_", " ") for name in found if name.startswith(start + "_")]


def to_json(found: list[Facts] | Facts) -> str:
    """Return the facts as JSON."""
    return msgspec.json.encode(found).decode()
