"""The first room's bytes: records of an event topic in; alerts, dead letters and packets for the next rooms out."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.campaigns.packer import FindingPacker
from pipeline.engine import Engine
from pipeline.names import Names
from pipeline.packing import Packer
from pipeline.stage import StateReader
from pipeline.subject_partition import SubjectPartition
from schemas import topics


class SubjectStage:
    """The rooms over one event topic, keyed by subject."""

    def __init__(self, engine: Engine, names: Names, topic: topics.Topic) -> None:
        self.name = topic.name.rpartition(".")[2]  # account, content
        self.topics: tuple[str, ...] = (names.of(topic),)
        self._engine, self._names = engine, names

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> SubjectPartition:
        """See `Stage`."""
        rows, site = (self._names.of(t) for t in (topics.OBSERVATIONS, topics.RATES))
        packers = (
            Packer(rows, partitions[rows], self.topics[0], self._engine.metrics),
            Packer(site, partitions[site], self.topics[0], self._engine.metrics),
        )
        findings = FindingPacker(self._names.of(topics.FINDINGS), self.topics[0], partition)
        vault = self._engine.vault(state, self.name)
        return SubjectPartition(self._engine, self._names, partition, vault, packers, findings)
