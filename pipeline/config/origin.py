"""Where a setting that cannot be used was set, so that it is mended there: the environment wins over the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.config.environment import PREFIX
from pipeline.config.load import DEFAULT_FILE


def placed(problems: Iterable[str], file: Path | None, environment: Mapping[str, str]) -> list[str]:
    """Return problems that begin with a key, each with the variable or the file that sets it at its end.

    >>> placed(["worker.standbys: must not be negative"], None, {"ABUSEWATCH_WORKER__STANDBYS": "-1"})
    ['worker.standbys: must not be negative (in ABUSEWATCH_WORKER__STANDBYS)']
    """
    path = file or DEFAULT_FILE
    known = {name.upper(): name for name in environment}
    return [_placed(problem, path, known) for problem in problems]


def _placed(problem: str, path: Path, known: Mapping[str, str]) -> str:
    key = problem.partition(": ")[0]
    parts = key.upper().split(".")
    for most in range(len(parts), 1, -1):  # a section's variable may hold all of it, as JSON
        name = known.get(PREFIX + "__".join(parts[:most]))
        if name:
            return f"{problem} (in {name})"
    if key.startswith(PREFIX):  # a variable says itself where it is
        return problem
    return f"{problem} (in {path})" if path.exists() and str(path) not in key else problem
