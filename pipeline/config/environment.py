"""Environment variables that look like settings and are none: told by name, or they would be passed over silently."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from pipeline.config.model import Config

PREFIX = "ABUSEWATCH_"
_SECTIONS = {name: field.default for name, field in Config.model_fields.items()}
_AS_JSON = {f"{PREFIX}KAFKA__SECURITY", *(f"{PREFIX}{name.upper()}" for name in _SECTIONS)}


def problems(environment: Mapping[str, str]) -> list[str]:
    """Return a line for each variable that cannot be meant as it is; values are never shown."""
    return [line for name, value in sorted(environment.items()) for line in _problem(name.upper(), value)]


def _problem(name: str, value: str) -> Iterator[str]:
    if not name.startswith(PREFIX):
        return
    section, nested, _ = name.removeprefix(PREFIX).lower().partition("__")
    if nested and section not in _SECTIONS:
        yield f"{name}: no section {section}; there are {', '.join(_SECTIONS)}"
    elif name in _AS_JSON and not _is_json(value):
        yield f'{name}: must be a JSON object, such as {{"security.protocol": "SASL_SSL"}}'
    elif not nested and (owner := _owner(section)):
        yield f"{name}: unknown; is {PREFIX}{owner.upper()}__{section.upper()} meant?"


def _owner(key: str) -> str | None:
    """Return the section that has this setting."""
    return next((name for name, default in _SECTIONS.items()
                 if isinstance(default, BaseModel) and key in type(default).model_fields), None)  # fmt: skip


def _is_json(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict)
    except ValueError:
        return False
