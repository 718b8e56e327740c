"""One detector's stanza, checked against what its constructor takes."""

from __future__ import annotations

import inspect
import math
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from detectors.base import Detector

MODES = ("live", "shadow", "audit", "off")


def checked(kind: type[Detector[Any]], stanza: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the settings, numbers in text (as the environment has them) made numbers, and a line for each problem."""
    key = f"detectors.{kind.name}"
    known = _parameters(kind)
    settings: dict[str, Any] = {}
    found: list[str] = []
    for name, value in stanza.items():
        if name == "mode":
            settings[name] = value
            if value not in MODES:
                found.append(f"{key}.mode: must be one of {', '.join(MODES)}")
        elif name not in known:
            found.append(f"{key}.{name}: unknown setting; known: {', '.join(sorted([*known, 'mode']))}")
        else:
            try:
                settings[name] = _value(value, known[name].annotation)
            except (ValidationError, ValueError):
                found.append(f"{key}.{name}: must be {_words(known[name].annotation)}, like {known[name].default!r}")
    found += [f"{key}.{name}: {wrong}" for name, value in settings.items() if (wrong := _out_of_range(name, value))]
    alert_at = settings.get("alert_at")
    if alert_at is not None and not 0 < alert_at < 1:
        found.append(f"{key}.alert_at: must be above 0 and below 1 (0.5 is one in a million)")
    return settings, found


@cache
def _parameters(kind: type[Detector[Any]]) -> dict[str, inspect.Parameter]:
    """Return what a detector's constructor takes."""
    known = dict(inspect.signature(kind.__init__, eval_str=True).parameters)
    del known["self"]
    return known


def _out_of_range(name: str, value: Any) -> str:
    """Say what is wrong with a number that no setting can have. That of `alert_at` is a range of its own."""
    if isinstance(value, bool) or not isinstance(value, int | float) or name == "alert_at":
        return ""
    if name.endswith("_s") and value <= 0:
        return "must be above 0: seconds"
    return "must not be negative" if value < 0 else ""


def _value(value: Any, annotation: Any) -> Any:
    if isinstance(value, bool) and annotation is not bool:
        raise ValueError(value)  # pydantic takes True for 1
    made = _adapter(annotation).validate_python(value)
    if isinstance(made, float) and not math.isfinite(made):
        raise ValueError(value)
    return made if isinstance(value, str) else value  # 5 stays 5: alerts carry a hash of the settings as written


@cache  # there are a few types for hundreds of settings, and each takes as long to make as all its values to check
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _words(annotation: Any) -> str:
    return {float: "a number", int: "a whole number", bool: "true or false", str: "text"}.get(annotation, "of its type")
