"""Decisions as rows: out of a file, or off `abuse.decisions`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.lines import InputError, read_lines
from pipeline.topic_reader import read_topic
from schemas.event import Decision
from schemas.parse import Refused, parse
from schemas.topics import DECISIONS


def decisions_in_file(name: str) -> Iterator[Decision]:
    """Yield the decisions in a file of JSON lines; events between them are passed over. Raises InputError."""
    for file, number, line in read_lines(name):
        found = parse(line) if line.strip() else None
        if isinstance(found, Refused):
            message = f"{file}, line {number}: {found.reason}: {found.detail}"
            raise InputError(message)
        if isinstance(found, Decision):
            yield found


def decisions_on_topic(client: Mapping[str, str], prefix: str = "") -> Iterator[Decision]:
    """Yield the decisions on the topic as it stands; what is none is passed over. Raises KafkaException."""
    for message in read_topic(client, prefix + DECISIONS.name):
        found = parse(message.value() or b"")
        if isinstance(found, Decision):
            yield found
