"""The topic catalogue against a cluster: what is missing, what differs, and what that means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schemas.topics import ACCOUNT_EVENTS, CONTENT_EVENTS, DECISIONS, Topic

# All three carry a subject's own history; one worker must hold the same accounts' share of each.
TOGETHER = (ACCOUNT_EVENTS.name, CONTENT_EVENTS.name, DECISIONS.name)
FALLBACK = "the broker's default"
BROKER_TIME = {"message.timestamp.type": "LogAppendTime"}


class Found(NamedTuple):
    """A topic as it is on the cluster."""

    partitions: int
    replication: int
    config: Mapping[str, str]


class Difference(NamedTuple):
    """One key of one topic that is not as wanted, with what it does and how to mend it."""

    topic: str
    key: str
    wanted: str
    found: str
    why: str


def config_of(topic: Topic) -> dict[str, str]:
    """Return the settings a topic is compared by, in Kafka's names."""
    return {"cleanup.policy": topic.cleanup, "retention.ms": str(topic.retention_ms)}


def made_with(topic: Topic) -> dict[str, str]:
    """Return all that a topic is made with: its settings, and the broker's time on its records.

    Retention goes by the records' time. A producer's clock that is days behind would have them deleted before they are
    read, and one that is an hour ahead has them refused.
    """
    return {**config_of(topic), **BROKER_TIME}


def partitions_of(topic: Topic, partitions: int | None) -> int:
    """Return how many partitions to make; a topic of one partition by its nature keeps one."""
    return topic.partitions if partitions is None or topic.partitions == 1 else partitions


def compare(wanted: Iterable[Topic], found: Mapping[str, Found], prefix: str = "",
            partitions: int | None = None, replication: int | None = None) -> list[Difference]:  # fmt: skip
    """Return every difference, topic by topic.

    Without `partitions` any number will do, as long as the topics that are read together agree and a topic of
    one partition has one; without `replication` any replication will do.
    """
    topics = list(wanted)
    lines: list[Difference] = []
    for topic in topics:
        name = prefix + topic.name
        if name not in found:
            lines.append(Difference(name, "topic", "present", "missing", "make it: abusewatch topics create"))
            continue
        lines += _partitions(topic, name, found[name], partitions)
        lines += _replication(name, found[name], replication)
        lines += _config(topic, name, found[name])
    return lines + (_together(topics, found, prefix) if partitions is None else [])


def _partitions(topic: Topic, name: str, found: Found, partitions: int | None) -> list[Difference]:
    wanted = partitions_of(topic, partitions)
    if found.partitions == wanted or (partitions is None and topic.partitions > 1):
        return []
    why = "keys would move between partitions and leave their state behind: make the topic anew, then replay"
    if topic.partitions == 1:
        why = "one partition holds the whole order; with more it is lost: make the topic anew"
    return [Difference(name, "partitions", str(wanted), str(found.partitions), why)]


def _replication(name: str, found: Found, replication: int | None) -> list[Difference]:
    if replication is None or found.replication == replication:
        return []
    why = "how many brokers may be lost: mend with kafka-reassign-partitions.sh"
    return [Difference(name, "replication", str(replication), str(found.replication), why)]


def _config(topic: Topic, name: str, found: Found) -> list[Difference]:
    wanted = config_of(topic)
    return [
        Difference(name, key, value, found.config.get(key, FALLBACK), _why(topic, key, found.config.get(key)))
        for key, value in wanted.items()
        if found.config.get(key) != value
    ]


def _why(topic: Topic, key: str, value: str | None) -> str:
    """Say what goes wrong with this value."""
    mend = f"mend with kafka-configs.sh --alter --add-config {key}={config_of(topic)[key]}"
    if key == "cleanup.policy" and topic.cleanup == "compact":
        return f"settings that still hold would be deleted by age; {mend}"
    if key == "cleanup.policy":
        return f"all but the last record of a key would vanish; {mend}"
    if value is not None and _longer(int(value), topic.retention_ms):
        return f"kept longer than agreed, personal data included; {mend}"
    return f"lost earlier than agreed, before a replay or a slow worker may need it; {mend}"


def _longer(found_ms: int, wanted_ms: int) -> bool:
    return wanted_ms >= 0 and (found_ms < 0 or found_ms > wanted_ms)


def _together(topics: Iterable[Topic], found: Mapping[str, Found], prefix: str) -> list[Difference]:
    counts = {prefix + t.name: found[prefix + t.name].partitions
              for t in topics if t.name in TOGETHER and prefix + t.name in found}  # fmt: skip
    if len(set(counts.values())) <= 1:
        return []
    most = max(counts.values())
    why = "accounts, content and decisions are read together and need one number of partitions"
    return [Difference(n, "partitions", str(most), str(c), why) for n, c in counts.items() if c != most]
