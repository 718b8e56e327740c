"""One target under libFuzzer: `python -m tests.fuzz.run TARGET [libFuzzer's options and folders]`.

Only what is imported under `instrument_imports` guides the search: the rooms of the house, not the libraries.
"""

from __future__ import annotations

import sys

from tests.fuzz.home import packages


def main() -> None:
    """Fuzz until libFuzzer's limits; its exit code is the process's."""
    sys.path.append(str(packages()))
    import atheris  # type: ignore[import-untyped]  # noqa: PLC0415 - installed a line before

    with atheris.instrument_imports(include=["schemas", "detectors", "pipeline"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415
    target = TARGETS[sys.argv.pop(1)]()
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
