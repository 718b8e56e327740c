"""Environment variables that look like settings and are none: told by name, or they would be passed over silently."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from pipeline.config.model import Config

PREFIX = "ABUSEWATCH_"
PASSWORD = f"{PREFIX}SASL_PASSWORD"  # read where the file's is not set (`secrets`)
_SECTIONS = {name: field.default for name, field in Config.model_fields.items()}
_AS_JSON = {f"{PREFIX}KAFKA__SECURITY", *(f"{PREFIX}{name.upper()}" for name in _SECTIONS)}
_OTHERS = {f"{PREFIX}CACHE", f"{PREFIX}DATA"}  # of the local broker, and of the tests
_OF_A_CLUSTER = re.compile("_SERVICE_(HOST|PORT)|_PORT(_|$)")  # Kubernetes makes these for each service


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
    elif not nested and (meant := _meant(section)):
        yield f"{name}: unknown; is {PREFIX}{meant} meant?"


def of_settings(environment: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the names of the variables that set something, and of those with the prefix that are nobody's."""
    names = sorted(name.upper() for name in environment if name.upper().startswith(PREFIX))
    ours = [name for name in names if "__" in name or name in _AS_JSON or name == PASSWORD]
    return ours, [name for name in names if name not in {*ours, *_OTHERS} and not _OF_A_CLUSTER.search(name)]


def _meant(key: str) -> str | None:
    """Return the variable of which the section was left out, or parted from the setting by one underscore."""
    for section, default in _SECTIONS.items():
        settings = type(default).model_fields if isinstance(default, BaseModel) else ()
        setting = key.removeprefix(f"{section}_")
        if setting in settings:
            return f"{section}__{setting}".upper()
    return None


def _is_json(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict)
    except ValueError:
        return False
