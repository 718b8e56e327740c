"""The lock of Kafka's artefacts: Maven coordinates, each with its sha256; no registry is named in it.

`python -m pipeline.broker.lock` resolves `ROOTS` anew and rewrites `kafka.lock`. Review the difference like
any other change of dependencies.
"""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

LOCK_FILE = Path(__file__).with_name("kafka.lock")

ROOTS = (
    "org.apache.kafka:kafka_2.13:4.2.1",
    # Kafka logs through slf4j 1.7 and brings log4j-core but no binding between the two. "!": its own managed
    # versions do not count, or they would swap kafka-clients for the older one that log4j is tested with.
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4!",
)

_HEADER = """\
# Written by `python -m pipeline.broker.lock`; do not edit.
# Every jar of the local Kafka broker, in class path order, with its sha256.
"""


class Artefact(NamedTuple):
    """One locked jar."""

    group: str
    name: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """The jar's name, unique within the lock."""
        return f"{self.name}-{self.version}.jar"

    @property
    def coordinate(self) -> str:
        """`group:name:version`, as Maven writes it."""
        return f"{self.group}:{self.name}:{self.version}"


def read_lock(path: Path = LOCK_FILE) -> tuple[Artefact, ...]:
    """Return the locked artefacts in class path order."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["artefact"]
    return tuple(_artefact(row["coordinate"], row["sha256"]) for row in rows)


def _artefact(coordinate: str, sha256: str) -> Artefact:
    group, name, version = coordinate.split(":")
    return Artefact(group, name, version, sha256)


def sha256_of(path: Path) -> str:
    """Return the file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def render(artefacts: Iterable[Artefact]) -> str:
    """Return the text of a lock file."""
    blocks = (f'\n[[artefact]]\ncoordinate = "{a.coordinate}"\nsha256 = "{a.sha256}"\n' for a in artefacts)
    return _HEADER + "".join(blocks)


def resolve(roots: Iterable[str] = ROOTS) -> list[Artefact]:
    """Resolve `roots` with jgo's own resolver and download every jar once to hash it (about 50 MB)."""
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415  (an extra, only needed here)

    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(resolver=PythonResolver(), repo_cache=Path(folder), timeout=60)
        wanted = [context.create_dependency(root) for root in roots]
        inputs, transitive = context.resolver.resolve(wanted)
        jars = [d.artifact for d in [*inputs, *transitive] if d.scope in (None, "compile", "runtime")]
        return [Artefact(j.groupId, j.artifactId, j.version, sha256_of(j.resolve())) for j in jars]


if __name__ == "__main__":
    LOCK_FILE.write_text(render(resolve()), encoding="utf-8")
