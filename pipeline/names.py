"""Topic names as used: the catalogue's names behind an optional prefix."""

from __future__ import annotations

from msgspec import Struct

from schemas import topics


class Names(Struct, frozen=True):
    """Every topic the engine reads or writes; `prefix` keeps several installations (and tests) apart."""

    prefix: str = ""

    def of(self, topic: topics.Topic) -> str:
        """Return the name of a catalogue topic."""
        return self.prefix + topic.name
