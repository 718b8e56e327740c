"""One process that may outlive us, or must not: spawning, finding again, signalling (Linux, macOS).

A process is known by its pid AND the last word of its command line (the file it was started on), so that a stale
pid file never points at a stranger. (Start times would not do: they move when the clock is set.)
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

GUARD = Path(__file__).with_name("guard.py")


class Child:
    """A running (or ended) process, ours by birth or found through its pid file."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._guard: tuple[int, psutil.Process] | None = None

    @classmethod
    def spawn(cls, command: Sequence[str], console: Path, environment: Mapping[str, str], *, guarded: bool) -> Child:
        """Start `command` in a session of its own (Ctrl-C is for us), its output appended to `console`.

        `guarded`: it is ended when this process is gone (a forked child that lives on delays that).
        """
        child = cls(psutil.Process(_spawn(command, environment, console)))
        if guarded:
            child._guard = child._watched(command[-1])
        return child

    @classmethod
    def find(cls, pid_file: Path, mark: str) -> Child | None:
        """Return the process noted in `pid_file` if it runs and its command line ends with `mark`, else None."""
        try:
            process = psutil.Process(int(pid_file.read_text(encoding="ascii")))
            ours = process.cmdline()[-1:] == [mark]
        except (FileNotFoundError, NotADirectoryError, ValueError, psutil.Error):
            return None
        return cls(process) if ours else None

    def remember(self, pid_file: Path) -> None:
        """Note the process for `find`."""
        pid_file.write_text(str(self.pid), encoding="ascii")

    @property
    def pid(self) -> int:
        """The process id."""
        return int(self._process.pid)

    @property
    def alive(self) -> bool:
        """Whether it runs (a paused one does, a zombie does not)."""
        try:
            return bool(self._process.is_running()) and self._process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def pause(self) -> None:
        """SIGSTOP: it keeps its sockets and answers nothing."""
        self._process.suspend()

    def resume(self) -> None:
        """SIGCONT."""
        self._process.resume()

    def stop(self, grace_s: float) -> bool:
        """End it in order, by force after `grace_s` seconds; return whether order sufficed."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process.resume()
            self._process.terminate()
        try:
            self._process.wait(grace_s)
        except psutil.TimeoutExpired:
            self.kill()
            return False
        self._release_guard()
        return True

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process.kill()
            self._process.wait()
        self._release_guard()

    def _watched(self, mark: str) -> tuple[int, psutil.Process]:
        theirs, ours = os.pipe()
        command = [sys.executable, str(GUARD), str(self.pid), mark]
        try:
            return ours, psutil.Process(_spawn(command, os.environ, Path(os.devnull), stdin=theirs))
        finally:
            os.close(theirs)

    def _release_guard(self) -> None:
        if self._guard is None:
            return
        pipe, guard = self._guard
        self._guard = None
        os.close(pipe)
        with contextlib.suppress(psutil.NoSuchProcess):
            guard.wait()


def _spawn(command: Sequence[str], environment: Mapping[str, str], output: Path, stdin: int | None = None) -> int:
    to_output = [(os.POSIX_SPAWN_OPEN, 1, str(output), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)]
    if stdin is None:
        source = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    else:
        source = [(os.POSIX_SPAWN_DUP2, stdin, 0)]  # type: ignore[list-item]
    actions = [*source, *to_output, (os.POSIX_SPAWN_DUP2, 1, 2)]
    return os.posix_spawn(command[0], list(command), environment, file_actions=actions, setsid=True)
