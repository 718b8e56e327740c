"""From a data folder to a running JVM: jars, layout, configuration, formatting, process."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from pipeline.file_errors import unwritable

from .artefacts import ensure
from .errors import BrokerFolderError
from .java import java_command, java_environment, jvm_options
from .layout import Folders, Layout, load_layout, settle_layout
from .options import Options
from .process import Child
from .properties import render, server_properties
from .storage import format_storage


@contextmanager
def starting(folders: Folders) -> Iterator[None]:
    """Keep other starts on the folder waiting, also those of other processes; make it where it is new.

    Raises BrokerFolderError where nothing can be written in it.
    """
    with _lock_file(folders) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once on one folder: the second finds the first's
        yield


def _lock_file(folders: Folders) -> IO[str]:
    try:
        folders.logs.mkdir(parents=True, exist_ok=True)
        return (folders.root / "start.lock").open("w")
    except OSError as error:
        raise BrokerFolderError(unwritable(folders.root, error)) from None


def prepare(folders: Folders, options: Options, layout: Layout | None, port: int | None) -> Layout:
    """Settle the layout, write Kafka's configuration, format the data folder at first; return the layout.

    Raises BrokerUnavailableError when Kafka cannot be had, BrokerError when a port is taken or Kafka refuses.
    """
    jars = ensure(options.cache)
    settled = settle_layout(layout or load_layout(folders.layout), port)
    folders.layout.write_bytes(msgspec.json.encode(settled))
    _configure(settled, folders, options)
    format_storage(jars, settled, folders, options)
    return settled


def spawn(folders: Folders, options: Options, *, guarded: bool) -> Child:
    """Start the JVM on a prepared folder and note it in the pid file."""
    child = Child.spawn(_command(folders, options), folders.console, java_environment(), guarded=guarded)
    child.remember(folders.pid)
    return child


def _configure(layout: Layout, folders: Folders, options: Options) -> None:
    properties = server_properties(layout, folders, options.protocol, options.properties)
    folders.properties.touch(mode=0o600)  # may hold passwords of a SASL or TLS test
    folders.properties.write_text(render(properties), encoding="utf-8")


def _command(folders: Folders, options: Options) -> list[str]:
    jars: Sequence[Path] = ensure(options.cache)
    jvm = [*jvm_options(options.heap_mb, folders.logs), *options.jvm]
    return java_command(jars, "kafka.Kafka", [str(folders.properties)], options=jvm)
