"""A `java`, a `mvn` and friends on PATH that work for nobody and note who called them."""

from __future__ import annotations

from pathlib import Path

TOOLS = ("java", "javac", "mvn", "sh", "bash")


class Decoys:
    """A folder of tools that only note that they were called, and an environment that leads there alone."""

    def __init__(self, folder: Path) -> None:
        self._notes = folder / "called"
        self._bin = folder / "bin"
        self._bin.mkdir()
        for tool in TOOLS:
            script = self._bin / tool
            script.write_text(f"#!/bin/sh\necho {tool} >> '{self._notes}'\nexit 1\n", encoding="utf-8")
            script.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        """PATH and Java's variables, all of them leading to the decoys."""
        home = str(self._bin.parent)
        return {"PATH": str(self._bin), "JAVA_HOME": home, "JAVA_TOOL_OPTIONS": "-XshowSettings:nonsense"}

    def called(self) -> list[str]:
        """Return the names of the tools called so far."""
        return self._notes.read_text(encoding="utf-8").split() if self._notes.exists() else []
