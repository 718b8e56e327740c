"""The formats by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.ingest.adapters.access import AccessLogAdapter
from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.chain import ChainAdapter
from pipeline.ingest.adapters.charon import CharonAdapter
from pipeline.ingest.adapters.csv_rows import CsvAdapter
from pipeline.ingest.adapters.json_guess import JsonGuessAdapter
from pipeline.ingest.adapters.json_lines import JsonAdapter
from pipeline.ingest.adapters.pam import PamAdapter
from pipeline.ingest.adapters.patterns import PatternAdapter
from pipeline.ingest.adapters.refused_mail import RefusedMailAdapter
from pipeline.ingest.adapters.sshd import SshdAdapter
from pipeline.ingest.clock import LogClock
from pipeline.ingest.errors import IngestError
from pipeline.ingest.ledger import Ledger
from pipeline.ingest.mapping import FieldMapping

LONGEST_LOG_LINE = 16_384  # characters; syslog daemons cut at 8,192 or before


@dataclass(frozen=True)
class Settings:
    """What an adapter may need beside its lines."""

    clock: LogClock
    mapping: FieldMapping | None = None
    delimiter: str = ","


def _services(settings: Settings) -> list[Adapter]:
    clock, ledger = settings.clock, Ledger()
    return [SshdAdapter(clock, ledger), PamAdapter(clock, ledger), CharonAdapter(clock), PatternAdapter(clock, ledger)]


def _auth(settings: Settings) -> Adapter:
    return _logs(*_services(settings))


def _auto(settings: Settings) -> Adapter:
    clock = settings.clock
    logs = _logs(*_services(settings), AccessLogAdapter(clock), RefusedMailAdapter(clock))
    return ChainAdapter([JsonGuessAdapter(), logs])


def _logs(*parts: Adapter) -> Adapter:
    return ChainAdapter(parts, LONGEST_LOG_LINE)


def _csv(settings: Settings) -> Adapter:
    if settings.mapping is None:
        message = "csv needs --map, for example --map time=datetime,subject=username,ip=source_ip,outcome=success"
        raise IngestError(message)
    return CsvAdapter(settings.mapping, settings.delimiter)


FORMATS: Mapping[str, Callable[[Settings], Adapter]] = {
    "sshd": lambda settings: _logs(SshdAdapter(settings.clock)),
    "auth": _auth,
    "syslog": _auth,
    "access": lambda settings: _logs(AccessLogAdapter(settings.clock)),
    "csv": _csv,
    "jsonl": lambda settings: JsonAdapter(settings.mapping),
    "auto": _auto,
}


def adapter_for(name: str, settings: Settings) -> Adapter:
    """Return a fresh adapter for one file. IngestError for a name that is none, or what the format lacks."""
    make = FORMATS.get(name)
    if make is None:
        message = f"unknown format {name}; one of: {', '.join(FORMATS)}"
        raise IngestError(message)
    return make(settings)
