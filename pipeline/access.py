"""What the broker lets this worker do, asked before it begins.

A consumer that may not join its group, or not read its state, is not refused: it waits for ever. So the worker asks
first, and says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from pipeline.cluster import Cluster


class AccessError(RuntimeError):
    """One or more permissions are missing; the message names them."""


def check_access(cluster: Cluster, group: str, inputs: Iterable[str], states: Iterable[str],
                 outputs: Iterable[str] = ()) -> None:  # fmt: skip
    """Return if `group` may be joined, `inputs` read, `outputs` written, `states` both.

    Raises AccessError, KafkaException.

    Two questions to the broker; one without an authorizer allows everything.
    """
    held = list(states)
    wanted = [(name, "READ") for name in (*inputs, *held)] + [(name, "WRITE") for name in (*outputs, *held)]
    allowed = cluster.allowed({name for name, _ in wanted})
    missing = [f"{what.title()} on topic {name}" for name, what in wanted if _lacks(allowed[name], what)]
    if _lacks(cluster.allowed_group(group), "READ"):
        missing.append(f"Read on group {group}")
    if missing:
        raise AccessError(_message(missing))


def _lacks(allowed: AbstractSet[str] | None, what: str) -> bool:
    """Say whether `what` is surely not allowed: a topic that was made just now is not known to every broker yet."""
    return allowed is not None and what not in allowed


def _message(missing: Sequence[str]) -> str:
    return f"the broker does not let this worker {', '.join(missing)}; deploy/README.md lists all that it needs"
