"""The command's options, from text to what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.ingest.draft import LOGIN
from pipeline.ingest.errors import IngestError
from pipeline.ingest.mapping import FieldMapping
from pipeline.ingest.reader import LogFile
from pipeline.lines import STDIN


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """Return `a=b,c=d` (also given several times) as a mapping. IngestError for what is no pair.

    >>> pairs(["time=datetime,ip=source_ip"], "--map")
    {'time': 'datetime', 'ip': 'source_ip'}
    """
    found: dict[str, str] = {}
    for text in (part for given in texts for part in given.split(",") if part):
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            message = f"{option}: {text} is not of the form name=value"
            raise IngestError(message)
        found[name.strip()] = value.strip()
    return found


def zone(name: str) -> tzinfo:
    """Return a time zone by its name in the IANA database. IngestError."""
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"--tz {name}: no such time zone; give a name such as Europe/Berlin"
        raise IngestError(message) from None


def mapping(
    file: LogFile, columns: Sequence[str], event_type: str, values: Sequence[str], constants: Sequence[str],
    default: tzinfo,
) -> FieldMapping | None:  # fmt: skip
    """Return the mapping for one file, None without --map. `{file}` in a constant is its name without ending."""
    if not columns:
        return None
    chosen = pairs(columns, "--map")
    stem = Path(file.stem).stem
    fixed = {name: value.replace("{file}", stem) for name, value in pairs(constants, "--set").items()}
    if "time" not in chosen:
        message = "--map: no column for time"
        raise IngestError(message)
    return FieldMapping(chosen, event_type or LOGIN, _values(values), fixed, default)


def _values(texts: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return `outcome.True=success` as {("outcome", "True"): "success"}."""
    found = {}
    for name, value in pairs(texts, "--values").items():
        field, dot, old = name.partition(".")
        if not dot:
            message = f"--values: {name} is not of the form field.value=new"
            raise IngestError(message)
        found[field, old] = value
    return found


def rejects_path(given: Path | None, to: str) -> Path:
    """Return where rejected lines go: as given, else beside the output (`events.jsonl` -> `events.rejects.jsonl`)."""
    if given:
        return given
    if to == STDIN:
        return Path("ingest.rejects.jsonl")
    path = Path(to)
    name = path.name.removesuffix(".gz").removesuffix(".zst").removesuffix(".jsonl")
    return path.with_name(f"{name}.rejects.jsonl")
