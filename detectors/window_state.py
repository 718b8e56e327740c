"""What a windowed detector remembers of an entity: tallies by step and peaks by period; and how members are counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct, field

from detectors.base import State
from detectors.sampling import sampled
from detectors.tally import Tally

CROWDED = 256  # members in a window


class Crowd(Struct, array_like=True):
    """How many members of a window are in the sample of `level`, kept up one by one where counting anew is slow."""

    level: int
    count: int


class WindowState(State, array_like=True):
    """Tallies by step index; peaks of recent periods; and the decayed sums of older ones."""

    peaks: dict[int, float] = field(default_factory=dict)
    shape: float = 0.0
    rate: float = 0.0
    newest: int = -1
    crowds: dict[int, Crowd] = field(default_factory=dict)  # by the last bucket of a window with very many members


def accounts_of(tallies: Iterable[Tally]) -> set[str]:
    """Return the accounts concerned over several tallies, where members are something else."""
    return {name for tally in tallies for name in tally.accounts or ()}


def distinct(tallies: Sequence[Tally], extra: str | None = None) -> int:
    """Count the distinct members over several tallies, and one more if `extra` is new. Estimated when sampled."""
    if any([tally.level for tally in tallies]):
        crowd = gather(tallies)
        unseen = extra is not None and not any(extra in tally.members for tally in tallies)
        return (crowd.count << crowd.level) + unseen
    return united([tally.members for tally in tallies if tally.members], extra)


def united(names: Sequence[Collection[str]], extra: str | None = None) -> int:
    """Count the distinct names of several sets (none of them empty), and one more if `extra` is new."""
    if not names:
        return int(extra is not None)
    every = names[0] if len(names) == 1 else set().union(*names)
    return len(every) + (extra is not None and extra not in every)


def gather(tallies: Sequence[Tally]) -> Crowd:
    """Count the distinct members of several tallies, at the coarsest of their samples."""
    level = max([tally.level for tally in tallies], default=0)
    union: set[str] = set().union(*[tally.members for tally in tallies])
    return Crowd(level, sum(sampled(name, level) for name in union) if level else len(union))
