"""The first start's formatting of a broker's data folder, by Kafka's own tool."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from .errors import BrokerError
from .java import java_command, java_environment, jvm_options
from .layout import Folders, Layout
from .options import Options

TIMEOUT_S = 60


def format_storage(jars: Sequence[Path], layout: Layout, folders: Folders, options: Options) -> None:
    """Format the data folder unless it is; raises BrokerError with the tool's own words when it refuses."""
    if (folders.data / "meta.properties").exists():
        return
    wanted = ["format", "--cluster-id", layout.cluster_id, "--config", str(folders.properties)]
    arguments = [*wanted, "--ignore-formatted", *options.format_arguments]
    jvm = [*jvm_options(options.heap_mb, folders.logs), "-XX:TieredStopAtLevel=1"]
    command = java_command(jars, "kafka.tools.StorageTool", arguments, options=jvm)
    done = subprocess.run(  # noqa: S603  (our own command line)
        command, env=java_environment(), capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    if done.returncode != 0:
        message = f"Kafka refused to format {folders.data}: {(done.stderr or done.stdout).strip()[-500:]}"
        raise BrokerError(message)
