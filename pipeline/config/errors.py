"""What is wrong with a configuration, told by key."""

from __future__ import annotations


class ConfigError(ValueError):
    """One or more settings cannot be used. `problems` are lines of the form `key: what is wrong; what to do`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
