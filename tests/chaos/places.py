"""The brokers that cases run on, started when first asked for."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.broker import LocalBroker, LocalCluster, Options

# Workers here are declared dead after 3 s, so that a run of many kills stays short.
_PROPERTIES = {"group.min.session.timeout.ms": "1000"}


class Places:
    """One broker, and one cluster of three; ended with the block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._running: dict[int, LocalBroker | LocalCluster] = {}

    def broker(self, nodes: int) -> LocalBroker | LocalCluster:
        """Return the broker or cluster of `nodes`; any other is ended first, since memory and cores are few."""
        if nodes not in self._running:
            self._stack.close()
            self._running = {nodes: self._started(nodes)}
        return self._running[nodes]

    def _started(self, nodes: int) -> LocalBroker | LocalCluster:
        if nodes == 1:
            return self._stack.enter_context(
                LocalBroker(self._folder / "broker", options=Options(properties=_PROPERTIES))
            )
        options = Options(properties=_PROPERTIES, heap_mb=384)
        return self._stack.enter_context(LocalCluster(self._folder / "cluster", nodes, options=options))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()
