"""Options that every command talking to Kafka has, and how such a command fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from confluent_kafka import KafkaError, KafkaException

from pipeline.client_config import BOOTSTRAP, ClientConfigError, client_settings
from pipeline.kafka_reason import MISSING

Bootstrap = Annotated[
    str | None, typer.Option(help="HOST:PORT of Kafka (default: KAFKA_BOOTSTRAP, else the local broker).")
]
ClientConfig = Annotated[
    Path | None,
    typer.Option(
        envvar="KAFKA_CLIENT_CONFIG",
        help="File with librdkafka settings, such as security.protocol (TOML or properties).",
    ),
]
Prefix = Annotated[str, typer.Option(help="Stands before every topic's name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

BAD_INPUT, UNREACHABLE = 2, 3


@contextmanager
def kafka(bootstrap: str | None, file: Path | None) -> Iterator[dict[str, str]]:
    """Give the client settings; end the command with exit code 2 (settings) or 3 (Kafka), saying why."""
    try:
        settings = client_settings(bootstrap, file)
        yield settings
    except ClientConfigError as error:
        raise failed(str(error), BAD_INPUT) from None
    except KafkaException as error:
        message = f"Kafka at {settings[BOOTSTRAP]}: {_reason(error.args[0])}"
        raise failed(message, UNREACHABLE) from None


def _reason(said: object) -> str:
    if not isinstance(said, KafkaError):
        return str(said)
    if said.code() in MISSING:
        return f"{said.str()}; make the topics with `abusewatch topics create`, or name them with --prefix"
    return said.str()


def failed(message: str, code: int) -> typer.Exit:
    """Say an error on stderr and return the exit to raise."""
    typer.echo(f"error: {message}", err=True)
    return typer.Exit(code)
