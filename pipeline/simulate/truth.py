"""The ground truth: what was planted, and by which events it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct, field

from pipeline.simulate.episode import Episode, Scene
from schemas.values import Area


class Truth(Struct, kw_only=True):
    """One planted episode. `area` None: an ordinary burst, about which every alert is false.

    `start` and `end` are seconds since 1970 UTC of its first and last event (of its planned time, where it has no
    events of its own). `entities` are `type:id`, `accounts` bare ids: victims as well as attackers.
    """

    campaign: str
    kind: str
    area: Area | None
    start: float
    end: float
    accounts: list[str]
    entities: list[str]
    event_ids: list[str] = field(default_factory=list)


class TruthBook:
    """Gathers the truth while events leave. Costs about 60 bytes an event of an episode."""

    def __init__(self) -> None:
        self._found: dict[str, Truth] = {}

    def open(self, episode: Episode, scene: Scene) -> None:
        """Take note of an episode that begins."""
        span = (episode.at, episode.at) if scene.rows else (episode.at, episode.at + episode.lasts_s)
        self._found[episode.name] = Truth(
            campaign=episode.name, kind=episode.kind, area=episode.area, start=span[0], end=span[1],
            accounts=sorted(scene.accounts), entities=sorted(scene.entities),
        )  # fmt: skip

    def add(self, name: str, event_id: str, at: float) -> None:
        """Take note of one of its events; they come in order of time."""
        truth = self._found[name]
        if not truth.event_ids:
            truth.start = at
        truth.end = at
        truth.event_ids.append(event_id)

    def __iter__(self) -> Iterator[Truth]:
        """Yield all episodes so far by their beginning."""
        return iter(sorted(self._found.values(), key=lambda truth: (truth.start, truth.campaign)))


def write_truth(path: Path, truths: Iterable[Truth]) -> None:
    """Write JSON lines, replacing the file. OSError."""
    path.write_bytes(b"".join(msgspec.json.encode(truth) + b"\n" for truth in truths))


def read_truth(path: Path) -> list[Truth]:
    """Read JSON lines. OSError; msgspec.MsgspecError for a line that is none."""
    decode = msgspec.json.Decoder(Truth).decode
    return [decode(line) for line in path.read_bytes().splitlines() if line.strip()]
