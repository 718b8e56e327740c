"""The broker of a folder as it runs, or ran: its ports, its process, how it is launched."""

from __future__ import annotations

from pathlib import Path

from .errors import BrokerError
from .last_words import Mark, marks
from .launch import prepare, spawn
from .layout import HOST, Folders, Layout, load_layout
from .options import Options
from .process import Child

_DEFAULTS = Options()


class RunningBroker:
    """Base of `LocalBroker`: knows the broker of a folder, launches it and takes it over."""

    def __init__(
        self,
        data_dir: Path,
        port: int | None = None,
        *,
        options: Options = _DEFAULTS,
        detached: bool = False,
        layout: Layout | None = None,
    ) -> None:
        self.folders = Folders(data_dir.resolve())
        self.options = options
        self._port = port
        self._detached = detached
        self._layout = layout
        self._child: Child | None = None
        self._started_here = False
        self._marks: list[Mark] = []

    @property
    def layout(self) -> Layout:
        """Node id, cluster id and ports; raises BrokerError before the first start."""
        found = self._layout or load_layout(self.folders.layout)
        if found is None:
            message = f"no broker has been started in {self.folders.root} yet"
            raise BrokerError(message)
        return found

    @property
    def bootstrap(self) -> str:
        """`host:port` for clients (the listener with the options' security protocol)."""
        return f"{HOST}:{self.layout.ports.client}"

    @property
    def internal_bootstrap(self) -> str:
        """`host:port` of the plain listener, whatever the clients' security: for a test's own errands."""
        return f"{HOST}:{self.layout.ports.internal}"

    @property
    def pid(self) -> int | None:
        """The process id of the running broker, or None."""
        child = self._running()
        return child.pid if child else None

    def _running(self) -> Child | None:
        if self._child is None:
            self._child = Child.find(self.folders.pid, str(self.folders.properties))
        return self._child if self._child and self._child.alive else None

    def _is_running(self) -> bool:
        return self._running() is not None

    def _required(self) -> Child:
        child = self._running()
        if child is None:
            message = f"no broker is running in {self.folders.root}"
            raise BrokerError(message)
        return child

    def _launch(self) -> None:
        self._forget()
        folders, options = self.folders, self.options
        self._layout = prepare(folders, options, self._layout, self._port)
        self._marks = marks([folders.log_file, folders.console])
        self._child = spawn(folders, options, guarded=not self._detached)
        self._started_here = True

    def _forget(self) -> None:
        if self._child is not None:
            self._child.kill()  # long dead, most often: this reaps it and lets its guard go
        self._child = None
        self._started_here = False
        self.folders.pid.unlink(missing_ok=True)
