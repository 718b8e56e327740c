"""Every kind of JSON record by name, and which topic carries it."""

from __future__ import annotations

from typing import get_args

from msgspec import Struct

from schemas import topics, wire
from schemas.alert import Alert
from schemas.control import Control
from schemas.deadletter import DeadLetter


def _by_tag(union: object) -> dict[str, type[Struct]]:
    """Name the members of a union of events, or the only one, by their `type`."""
    members: tuple[type[Struct], ...] = get_args(union) or (union,)
    return {str(member.__struct_config__.tag): member for member in members}


ON_TOPIC: dict[str, dict[str, type[Struct]]] = {
    topics.ACCOUNT_EVENTS.name: _by_tag(wire.AccountWire),
    topics.CONTENT_EVENTS.name: _by_tag(wire.ContentWire),
    topics.DECISIONS.name: _by_tag(wire.Decided),
    topics.ALERTS.name: {"alert": Alert},
    topics.CONTROL.name: {"control": Control},
    topics.DEADLETTERS.name: {"deadletter": DeadLetter},
}
RECORDS: dict[str, type[Struct]] = {name: kind for kinds in ON_TOPIC.values() for name, kind in kinds.items()}
