"""What a room itself remembers beside its entities: how far time is, what is due, what was taken from whom."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import Struct, field

from detectors.rollup import Rollup
from pipeline.campaigns.said import RoomMemory
from pipeline.clock import SourceClock
from pipeline.decisions import DecisionMemory
from pipeline.merged_clock import MergedClock
from pipeline.sweep import Held
from pipeline.vault import Vault

META = b"\x00meta"


class SubjectMeta(Struct, array_like=True):
    """Of a room over an event topic."""

    clock: SourceClock
    timers: dict[str, float] = {}
    held: Held = field(default_factory=Held)
    rollup: Rollup = field(default_factory=Rollup)


class EntityMeta(Struct, array_like=True):
    """Of a room over packets. `origins`: next offset wanted, by source; `waiting`: see `Waiting.saved`."""

    clock: MergedClock = field(default_factory=MergedClock)
    timers: dict[str, float] = {}
    held: Held = field(default_factory=Held)
    origins: dict[str, int] = {}
    waiting: tuple[float, int, list[int]] = (float("-inf"), 0, [])


class CampaignMeta(Struct, array_like=True):
    """Of the campaign room. `origins` as in `EntityMeta`; the findings are stored each by itself."""

    clock: MergedClock = field(default_factory=MergedClock)
    origins: dict[str, int] = {}
    room: RoomMemory = field(default_factory=RoomMemory)


M = TypeVar("M", SubjectMeta, EntityMeta, CampaignMeta, DecisionMemory)


def load_meta(vault: Vault, kind: type[M]) -> M | None:
    """Return the stored memory of a room, None at its first start; raises `StateRefusedError`."""
    return vault.load(META, msgspec.msgpack.Decoder(kind).decode)


def meta_entry(vault: Vault, meta: SubjectMeta | EntityMeta | CampaignMeta | DecisionMemory) -> tuple[bytes, bytes]:
    """Return the room's memory as a signed entry."""
    return vault.sign(META, msgspec.msgpack.encode(meta))
