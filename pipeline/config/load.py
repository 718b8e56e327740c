"""Reads the configuration: `abusewatch.toml` where the command runs, or the file named, under the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from pipeline.config.environment import problems
from pipeline.config.errors import ConfigError
from pipeline.config.model import Config
from pipeline.file_errors import unreadable

DEFAULT_FILE = Path("abusewatch.toml")


def load(file: Path | None = None) -> Config:
    """Return the checked configuration; raises ConfigError, with every problem named by key."""
    wrong = problems(os.environ)
    try:
        found = Config(**_read(file))
    except SettingsError as error:
        raise ConfigError(wrong or [f"environment: {error}"]) from None
    except ValidationError as error:
        raise ConfigError([*wrong, *(_line(problem) for problem in error.errors())]) from None
    if wrong:
        raise ConfigError(wrong)
    return found


def _read(file: Path | None) -> dict[str, Any]:
    path = file or DEFAULT_FILE
    if file is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([unreadable(path, error)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: not TOML: {error}"]) from None


def _near(place: Sequence[str | int]) -> str:
    """Return what is meant by a name that is no section, or none of a section's settings."""
    *above, name = map(str, place)
    owner = type(Config.model_fields[above[0]].default) if above else Config
    near = get_close_matches(name, getattr(owner, "model_fields", ()), 1)
    return f"did you mean {near[0]}?" if near else "`abusewatch config show` lists the known ones"


def _line(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"]) or "(top level)"
    if problem["type"] == "extra_forbidden":
        return f"{key}: unknown setting; {_near(problem['loc'])}"
    said = problem["msg"].removeprefix("Value error, ")  # pydantic's own words before those of a validator
    return f"{key}: {said[0].lower()}{said[1:]}"
