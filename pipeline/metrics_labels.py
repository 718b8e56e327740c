"""The labels metrics may carry, each with bounded values: never an account, an address or a content id."""

from __future__ import annotations

from typing import get_args

from pipeline.metrics_spec import OTHER, Label
from schemas.values import DECISION_TYPE, EVENT_TYPES, SEVERITIES, Area, DecisionSource, Mode, Verdict


def _one_of(name: str, *values: str) -> Label:
    return Label(name, frozenset((*values, OTHER)))


EVENT_TYPE = _one_of("type", *EVENT_TYPES, DECISION_TYPE)
# `late`, `duplicate`, `ahead` and `far_future` say more about an event; each event has exactly one of the first three.
OUTCOME = _one_of(
    "outcome", "processed", "skipped_unknown_type", "dead_lettered", "late", "duplicate", "ahead", "far_future"
)
MODE = _one_of("mode", *get_args(Mode))
SEVERITY = _one_of("severity", *SEVERITIES)
SUPPRESSED = _one_of("reason", "snooze", "allow_list", "threshold", "unchanged", "called_benign")
CONTROL_IGNORED = _one_of("reason", "unreadable", "no_effect")
EVICTED = _one_of("reason", "ttl", "cap")
REFUSED = _one_of("reason", "unsigned", "altered", "unknown_version", "undecodable")
VERDICT = _one_of("verdict", *get_args(Verdict))
LEARNED = _one_of("about", "text", "account", "report")
POLICY = _one_of("policy", *get_args(Area))
SOURCE = _one_of("source", *get_args(DecisionSource))

# Open sets that the code or the operator names; the limit keeps a mistake from growing into a memory leak.
DETECTOR = Label("detector", limit=1024)  # the catalogue ten times over, as `make bench` has it
DEAD_LETTER = Label("reason", limit=64)
STAGE = Label("stage", limit=32)
TOPIC = Label("topic", limit=64)
PARTITION = Label("partition", limit=2048)
VERSION = Label("version", limit=4)
PYTHON = Label("python", limit=4)
