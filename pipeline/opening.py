"""Where a stage partition begins: brings its state up to date, and finds the offsets to go on from."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from pipeline.catch_up import catch_up
from pipeline.checkpoint import StageTable
from pipeline.cluster import Cluster, Key
from pipeline.stage import Stage
from pipeline.store.reader import PartitionReader
from pipeline.worker_settings import WorkerSettings

logger = logging.getLogger(__name__)


class ShortTopicError(RuntimeError):
    """An input is shorter than what the state has processed of it: it was made anew under the same name."""


class Opening:
    """Answers, for the partitions a worker has been assigned, where to begin. Blocking: use a thread."""

    def __init__(self, settings: WorkerSettings, cluster: Cluster, tables: Mapping[str, StageTable]) -> None:
        self._settings = settings
        self._cluster = cluster
        self._tables = tables

    def catch_up(self, owned: Sequence[tuple[Stage, int]]) -> int:
        """Read what the changelogs hold beyond the stores (after recovery: nothing); return the entries read."""
        ends = self._cluster.ends((self._tables[stage.name].topic, p) for stage, p in owned)
        self._distrust(owned)
        count = 0
        for stage, partition in owned:
            table = self._tables[stage.name]
            key = (table.topic, partition)
            if (table.backend.position(partition) or 0) < ends[key]:
                wait = self._settings.transaction_timeout_s * 2
                count += catch_up(self._settings.client(), key, table.backend, ends[key], wait)
        return count

    def _distrust(self, owned: Sequence[tuple[Stage, int]]) -> None:
        """Drop a store that has read of its changelog but knows no offsets, where the group has committed some.

        Every checkpoint writes both, so such a store lacks entries: going on with it would count from nothing.
        """
        backends = [(self._tables[s.name].backend, s, p) for s, p in owned]
        blank = [(b, s, p) for b, s, p in backends if b.position(p) and not PartitionReader(b, p).offsets()]
        done = self._cluster.committed(self._settings.app_id, {(t, p) for _, s, p in blank for t in s.topics})
        for backend, stage, partition in blank:
            if any(done.get((topic, partition)) for topic in stage.topics):
                logger.error("%s/%d: the store lacks entries, its changelog is read again", stage.name, partition)
                backend.forget(partition)

    def offsets(self, owned: Sequence[tuple[Stage, int]]) -> list[dict[str, int]]:
        """Return, for each of `owned`, the next offset of its inputs by topic.

        That is the state's own, else the group's commit, else the beginning of the partition. Raises ShortTopicError
        for an input that ends before its offset.
        """
        stored = [PartitionReader(self._tables[s.name].backend, p).offsets() for s, p in owned]
        missing = {
            (topic, p) for (s, p), known in zip(owned, stored, strict=True) for topic in s.topics if topic not in known
        }
        begin = self._cluster.starts(missing) | self._cluster.committed(self._settings.app_id, missing)
        found = [
            {topic: known.get(topic, begin.get((topic, p), 0)) for topic in s.topics}
            for (s, p), known in zip(owned, stored, strict=True)
        ]
        for (_, partition), offsets in zip(owned, found, strict=True):
            self._check({(topic, partition): at for topic, at in offsets.items()})
        return found

    def ends(self, owned: Sequence[tuple[Stage, int]]) -> dict[Key, int]:
        """Return the ends of all inputs."""
        return self._cluster.ends((topic, p) for stage, p in owned for topic in stage.topics)

    def _check(self, offsets: Mapping[Key, int]) -> None:
        ends = self._cluster.ends(offsets)
        for (topic, partition), at in offsets.items():
            if at > ends[topic, partition]:
                msg = (
                    f"{topic}/{partition} ends at {ends[topic, partition]}, but the state has processed it up to {at}: "
                    "the topic was made anew. Use another app id, or remove the state topic and the state folder."
                )
                raise ShortTopicError(msg)
