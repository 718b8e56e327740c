"""Several brokers in one KRaft cluster on this machine, for tests of what one broker cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from .errors import BrokerError
from .layout import Folders, Layout, load_layout, new_layouts
from .local import LocalBroker
from .options import Options

_DEFAULTS = Options(heap_mb=384)


class LocalCluster:
    """`nodes` brokers, each also a voter of the KRaft quorum; node ids count from 1.

    Internal topics and topics made without a replication factor get `min(3, nodes)` copies with
    `min(2, nodes)` in sync. Costs one JVM (about 300 MB resident) a node; three nodes are up in about 9 s on
    two cores. Of three nodes one may be away.
    """

    def __init__(self, data_dir: Path, nodes: int = 3, *, options: Options = _DEFAULTS) -> None:
        folders = [data_dir.resolve() / f"node-{node}" for node in range(1, nodes + 1)]
        layouts = _kept(folders) or new_layouts(nodes)
        self.brokers = tuple(
            LocalBroker(folder, options=options, layout=layout) for folder, layout in zip(folders, layouts, strict=True)
        )

    @property
    def bootstrap(self) -> str:
        """Every node's `host:port`, comma-separated."""
        return ",".join(broker.bootstrap for broker in self.brokers)

    def start(self) -> str:
        """Start all nodes and return the bootstrap addresses once every node sees every other.

        Raises BrokerError as `LocalBroker.start`; then nothing is left running.
        """
        with ExitStack() as undo:
            for broker in self.brokers:
                undo.callback(broker.kill)
                broker.start(wait=False)
            self.wait_ready()
            undo.pop_all()
        return self.bootstrap

    def wait_ready(self) -> None:
        """Wait until each node names all nodes as live."""
        everyone = {broker.layout.node_id for broker in self.brokers}
        for broker in self.brokers:
            broker.wait_ready(everyone)

    def stop(self) -> None:
        """Stop all nodes; the last ones go without waiting for a quorum that is no longer there."""
        for broker in self.brokers[:-1]:
            broker.stop()
        self.brokers[-1].kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def _kept(folders: Sequence[Path]) -> list[Layout] | None:
    found = [layout for folder in folders if (layout := load_layout(Folders(folder).layout))]
    if found and len(found) != len(folders):
        message = f"{folders[0].parent} holds a cluster of another size"
        raise BrokerError(message)
    return found or None
