"""What models that learn from verdicts hold of an event, and what verdicts say of its reporter."""

from __future__ import annotations

from msgspec import Struct


class Belief(Struct, array_like=True, frozen=True, gc=False):
    """What a model that learns from verdicts holds of one content event.

    `odds`: calibrated log-odds (natural) of a violation; `raw`: before calibration. `violations`, `benign`: verdicts
    learned from. `parts`: how much each kind of feature (`detectors.text_features.PARTS`) adds to `raw`, where that is
    much. `unnamed`: those of the violations that may have been of another policy, since nothing said of which.
    `plain`: log-odds by plain signs of attack alone, 0 without any; `alone`: these are enough without a teacher.
    """

    raw: float
    odds: float
    violations: int
    benign: int
    parts: tuple[float, ...] = ()
    unnamed: int = 0
    plain: float = 0.0
    alone: bool = False


class Standing(Struct, array_like=True, frozen=True, gc=False):
    """What became of a reporter's earlier reports, as known in the hour of an event: upheld, and rejected."""

    upheld: int = 0
    rejected: int = 0
