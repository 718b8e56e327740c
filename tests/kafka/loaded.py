"""The worker in a process copied from one that has loaded it, where a test starts many: each spares its imports.

That the program loads and starts by itself is asked wherever a worker is started as a user does.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import cli

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["pipeline.worker_cli"])


class Loaded:
    """What these tests ask of a `subprocess.Popen`, for `abusewatch ARGUMENTS` in a copied process."""

    def __init__(self, arguments: Sequence[str], env: Mapping[str, str], log: Path, folder: Path) -> None:
        self._process = _SERVER.Process(target=_run, args=(list(arguments), dict(env), str(log), str(folder)))
        self._process.start()

    def poll(self) -> int | None:
        """Return the exit code of a process that has ended."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code, or raise `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if (code := self._process.exitcode) is None:
            raise subprocess.TimeoutExpired("abusewatch", timeout or 0.0)
        return code

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _run(arguments: list[str], env: dict[str, str], log: str, folder: str) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    with Path(log).open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["abusewatch", *arguments]
    cli.main()
