"""`abuse.control`: what operators set while the system runs. Each entry expires and is replayed as it was."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.fields import Id, Time, Word

ControlKind = Literal["snooze", "allow", "threshold", "mode"]


class Control(Struct, kw_only=True):
    """One setting from `time` until `expires`; the newest entry of the same kind, detector and entity wins.

    `snooze` and `allow` silence an entity (`entity` as `type:id`) for a detector, or for all without one;
    `threshold` (a score in [0, 1]) and `mode` change a detector.
    """

    kind: Annotated[ControlKind, Meta(description="What is set.")]
    time: Annotated[Time, Meta(description="From when on, in event time: RFC 3339 with a zone.")]
    expires: Annotated[Time, Meta(description="Until when, in event time: RFC 3339 with a zone.")]
    author: Annotated[Id, Meta(description="Who set it.")]
    why: Annotated[Id, Meta(description="The reason, for whoever finds it later.")]
    entity: Annotated[Word, Meta(description="Whom it concerns, as `type:id`.")] | None = None
    detector: Annotated[Word, Meta(description="The detector's name; all of them without it.")] | None = None
    value: Annotated[float | str, Meta(description="A score in [0, 1] or a mode.")] | None = None
