"""Where the commands find Kafka, and with which settings: `--bootstrap`, a file, the environment, this machine."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.broker import LocalBroker
from pipeline.broker.bootstrap import DEFAULT_DATA_DIR, VARIABLE, named_bootstrap
from pipeline.file_errors import unreadable

BOOTSTRAP = "bootstrap.servers"
# librdkafka prints every failed attempt to connect on stderr; the command says it once, in its own words.
_QUIET = {"log_level": "2"}


class ClientConfigError(ValueError):
    """Kafka cannot be looked for with what was given; the message names the place and the mend."""


class NoKafkaError(ClientConfigError):
    """Nobody named a Kafka, and none runs on this machine."""


def client_settings(bootstrap: str | None = None, file: Path | None = None) -> dict[str, str]:
    """Return librdkafka's settings for a client, `bootstrap.servers` always among them.

    The first that names an address wins: `bootstrap`, KAFKA_BOOTSTRAP, the file, the local broker if it runs.
    Raises ClientConfigError, of which NoKafkaError where there is no address.
    """
    settings = {**_QUIET, **(read_settings(file) if file else {})}
    address = bootstrap or named_bootstrap() or settings.get(BOOTSTRAP) or _local()
    if not address:
        msg = f"no Kafka named: give --bootstrap HOST:PORT, set {VARIABLE}, or run `abusewatch broker start`"
        raise NoKafkaError(msg)
    return {**settings, BOOTSTRAP: address}


def read_settings(file: Path) -> dict[str, str]:
    """Read librdkafka settings from TOML (`.toml`) or Java-like properties. Raises ClientConfigError."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = unreadable(file, error) if isinstance(error, OSError) else f"{file}: not UTF-8 text"
        raise ClientConfigError(msg) from None
    return _toml(file, text) if file.suffix == ".toml" else _properties(file, text)


def _local() -> str:
    found = LocalBroker(DEFAULT_DATA_DIR).status()
    return found.bootstrap or "" if found.state == "running" else ""


def _toml(file: Path, text: str) -> dict[str, str]:
    try:
        return dict(_flat(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        msg = f"{file}: not TOML: {error}"
        raise ClientConfigError(msg) from None


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield dotted names: `security.protocol = "SSL"` and `[security]` with `protocol` are the same."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, str(value).lower() if isinstance(value, bool) else str(value)


def _properties(file: Path, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not name or name.startswith("#"):
            continue
        if not equals:  # the line is not shown: it may be a password
            msg = f"{file}, line {number}: expected name=value"
            raise ClientConfigError(msg)
        found[name] = value
    return found
