"""Which detectors a run has: all as shipped, none, or all ten times over by renamed copies."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from schemas.values import Mode

Catalogue = Literal["default", "none", "one", "tenfold"]
COPIES = 10
Built = tuple[tuple[Detector[Any], ...], dict[str, Mode]]


def built(which: Catalogue) -> Built:
    """Return the detectors with their modes. (Not by way of the configuration: pydantic is not everywhere.)"""
    kinds: list[type[Detector[Any]]] = list(CATALOGUE)
    if which == "none":
        kinds = []
    elif which == "one":
        kinds = kinds[:1]
    found = [_shipped(kind, kind.name) for kind in kinds]
    if which == "tenfold":
        found += [_shipped(_renamed(kind, copy), kind.name) for copy in range(1, COPIES) for kind in kinds]
    return tuple(found), {detector.name: "live" for detector in found}


def _shipped(kind: type[Detector[Any]], stanza: str) -> Detector[Any]:
    return kind(**{key: value for key, value in _stanzas().get(stanza, {}).items() if key != "mode"})


@cache
def _stanzas() -> dict[str, dict[str, Any]]:
    """Return what detectors.toml says: read once, since tenfold asks for it more than a thousand times."""
    return tomllib.loads((files("detectors") / "detectors.toml").read_text(encoding="utf-8"))


def _renamed(kind: type[Detector[Any]], copy: int) -> type[Detector[Any]]:
    return type(f"{kind.__name__}{copy}", (kind,), {"name": f"{kind.name}-{copy}"})


def switched_off() -> str:
    """Return a configuration without detectors, for a worker."""
    return "".join(f'[detectors.{kind.name}]\nmode = "off"\n' for kind in CATALOGUE)
