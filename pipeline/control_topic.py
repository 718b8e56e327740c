"""Control entries to and from where they lie: the compacted topic, or a file for replays."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.client_config import BOOTSTRAP
from pipeline.controls import Controls
from pipeline.ingest.producer import EventProducer
from pipeline.lines import STDIN
from pipeline.topic_reader import read_topic
from schemas.control import Control
from schemas.parse import UNDECODABLE, unquoted
from schemas.topics import CONTROL

_decode = msgspec.json.Decoder(Control).decode


class Unusable(NamedTuple):
    """A record of the topic that is no entry."""

    partition: int
    offset: int
    why: str


def read(client: Mapping[str, str], prefix: str) -> tuple[Controls, list[Unusable]]:
    """Return all entries on the topic, and what cannot be used. Raises KafkaException."""
    found, unusable = Controls(), list[Unusable]()
    for message in read_topic(client, prefix + CONTROL.name):
        try:
            if value := message.value():
                found.add(_decode(value))
        except UNDECODABLE as error:
            unusable.append(Unusable(message.partition() or 0, message.offset() or 0, unquoted(error)))
    return found, unusable


def send(client: Mapping[str, str], prefix: str, entries: Iterable[Control]) -> None:
    """Send entries, each under the key of its slot, so that it takes the last one's place when the topic is compacted.

    Raises DeliveryError, IngestError.
    """
    settings = {name: setting for name, setting in client.items() if name != BOOTSTRAP}
    producer = EventProducer(client[BOOTSTRAP], prefix=prefix, settings=settings)
    producer.check([CONTROL.name])
    with producer:
        for entry in entries:
            producer.produce(prefix + CONTROL.name, key_of(entry), encode(entry))


def write(to: str, entries: Iterable[Control]) -> None:
    """Append entries to a file; `-` is standard output. Raises OSError."""
    lines = b"".join(encode(entry) + b"\n" for entry in entries)
    if to == STDIN:
        sys.stdout.write(lines.decode())
        return
    with Path(to).open("ab") as file:
        file.write(lines)


def encode(entry: Control) -> bytes:
    """Return the record's value, fields without a value left out."""
    facts = msgspec.to_builtins(entry)
    return msgspec.json.encode({name: value for name, value in facts.items() if value is not None})


def key_of(entry: Control) -> bytes:
    """Return the record's key: kind, detector and entity."""
    return f"{entry.kind} {entry.detector or '*'} {entry.entity or '*'}".encode()
