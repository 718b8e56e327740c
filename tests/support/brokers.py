"""How brokers of tests are run: nothing is asked of their speed, and they live a minute or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.broker import Options

_START_S = 200.0  # on a machine that does much else; pytest's own limit comes after it
_JVM = ("-XX:TieredStopAtLevel=1",)  # the second compiler costs a third of a start and pays off after minutes


def options(
    protocol: str = "PLAINTEXT", properties: Mapping[str, str] | None = None, format_arguments: Sequence[str] = ()
) -> Options:
    """Return a broker's options, with what differs from the defaults."""
    return Options(protocol=protocol, properties=properties or {}, format_arguments=format_arguments,
                   jvm=_JVM, start_timeout_s=_START_S)  # fmt: skip
