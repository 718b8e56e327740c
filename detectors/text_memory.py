"""What a text model keeps beside its counts, and what it is taught with."""

from __future__ import annotations

from math import copysign
from typing import NamedTuple

from msgspec import Struct, field

from detectors.text_calibration import Bins


class Version(Struct, array_like=True, frozen=True):
    """What belongs to one hour's model beside its counts."""

    violations: float = 0.0
    benign: float = 0.0
    slope: float = 1.0
    shift: float = 0.0
    unnamed: float = 0.0  # those of the violations that named no policy


class ModelMemory(Struct, array_like=True):
    """What is small of a model. `bins`: violations and benign by raw log-odds; `scale`: of `last` against now."""

    hour: int = 0
    now: Version = Version()
    last: Version = Version()
    scale: float = 1.0
    bins: Bins = field(default_factory=dict)
    late: bytes = b""  # features that the last hour changed, as sorted 32-bit integers
    change: bytes = b""  # by how much, violations then benign, as 32-bit floats


class Lesson(NamedTuple):
    """One verdict: features, how the text was scored (None: it was not), and `weight` (below 0 takes one back).

    `named`: it is surely about what the model judges, not a violation of whatever policy. `weight` is what it says of
    texts in general (`detectors.text_teaching`); of its own author and its own copies it says 1, or -1, in any case.
    """

    features: bytes
    raw: float | None
    violation: bool
    weight: float = 1.0
    named: bool = True

    @property
    def own(self) -> float:
        """What it says of its author and its copies: 1, or -1 where it takes back (at a weight of -0.0, too)."""
        return copysign(1.0, self.weight)
