"""`abuse.control`: what operators set while the system runs. Each entry expires and is replayed as it was."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.fields import Id, Time, Word

ControlKind = Literal["snooze", "allow", "threshold", "mode"]


class Control(Struct, kw_only=True):
    """One setting from `time` until `expires`; the newest entry of the same kind, detector and entity wins.

    It wins even when it has expired: one that expires at its own `time` lifts what was set before. `snooze` and `allow`
    silence alerts on an entity (`entity` as `type:id`, as alerts name it) by a detector, or by all without one;
    `threshold` (a score in [0, 1] above the detector's own level) and `mode` change a detector, or all on an entity.
    What a silenced entity does is learned from, and still counts in alerts on others: an address in its network's.
    """

    kind: Annotated[ControlKind, Meta(description="What is set.")]
    time: Annotated[Time, Meta(description="From when on, in event time: RFC 3339 with a zone.")]
    expires: Annotated[Time, Meta(description="Until when, in event time: RFC 3339 with a zone.")]
    author: Annotated[Id, Meta(description="Who set it.")]
    why: Annotated[Id, Meta(description="The reason, for whoever finds it later.")]
    entity: Annotated[Word, Meta(description="Whom it concerns, as `type:id`.")] | None = None
    detector: Annotated[Word, Meta(description="The detector's name; all of them without it.")] | None = None
    value: Annotated[float | str, Meta(description="A score in [0, 1] or a mode.")] | None = None
