"""One Apache Kafka broker on this machine, in KRaft mode, run by Python packages alone."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from .errors import BrokerError
from .last_words import last_words
from .launch import starting
from .layout import HOST, load_layout
from .process import Child
from .ready import nodes_seen, wait_ready
from .running import RunningBroker
from .status import State, Status


class LocalBroker(RunningBroker):
    """A Kafka broker bound to 127.0.0.1, its data and ports kept in `data_dir`.

    A stopped or killed broker that is started again has the same data at the same address. One that runs
    already on `data_dir` is taken over, not started twice. Unless `detached`, it is ended when this process
    ends, even by a crash. Costs one JVM (210 MB resident when idle); the first start ever downloads 50 MB.
    """

    def start(self, *, wait: bool = True) -> str:
        """Start the broker and return its bootstrap address, ready unless `wait` is false.

        Raises BrokerUnavailableError when Kafka cannot be had on this machine, BrokerError (with the log
        file's path) when it does not come up, BrokerFolderError when it has nowhere to write; then nothing is left
        running.
        """
        with starting(self.folders):
            if self._running() is None:
                self._launch()
        if wait:
            self.wait_ready()
        return self.bootstrap

    def wait_ready(self, nodes: set[int] | None = None) -> None:
        """Wait until the admin API names all `nodes` (default: this one); a broker started here ends on failure."""
        ports, expected = self.layout.ports, nodes or {self.layout.node_id}
        try:
            wait_ready(ports.internal, expected, self.options.start_timeout_s, self._is_running)
        except BrokerError as error:
            if self._started_here:
                self.kill()
            message = f"{error}; its log is {self.folders.log_file}{last_words(self._marks)}"
            raise BrokerError(message) from None

    def stop(self) -> bool:
        """Stop it in order (by force after the grace period); return whether one was running."""
        child = self._running()
        if child is not None:
            child.stop(self.options.stop_grace_s)
        self._forget()
        return child is not None

    def kill(self) -> None:
        """Kill -9: what a power cut leaves of a process. Data and ports stay for the next `start`."""
        self._running()
        self._forget()

    def pause(self) -> None:
        """SIGSTOP: connections stay open and nothing is answered."""
        self._required().pause()

    def resume(self) -> None:
        """SIGCONT after `pause`."""
        self._required().resume()

    def status(self) -> Status:
        """Ask the process table and the admin API (at most about 2 s) how the broker is."""
        child = self._running()
        known = self._layout or load_layout(self.folders.layout)
        address = f"{HOST}:{known.ports.client}" if known else None
        pid = child.pid if child else None
        return Status(self._state(child), address, pid, self.folders.root, self.folders.log_file)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._started_here:
            self.stop()

    def _state(self, child: Child | None) -> State:
        if child is None:
            return "stopped"
        return "running" if nodes_seen(self.layout.ports.internal) else "unresponsive"
