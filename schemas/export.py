"""JSON Schema (2020-12) of every record kind, written from the structs: `python -m schemas.export [--check]`.

The structs are the source of truth; the files are for other languages. `--check` writes nothing and exits 1
when a file is missing, differs or belongs to no record kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from schemas.records import RECORDS

FOLDER = Path(__file__).with_name("json")
SUFFIX = ".schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]


def schema(name: str) -> Json:
    """Return the JSON Schema of the record kind `name` (a key of `RECORDS`)."""
    kind = RECORDS[name]
    (_,), parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    root = parts.pop(kind.__name__)
    head = {"$schema": DIALECT, "$id": f"urn:abusewatch:schema:{name}:1"}
    return {**head, **_hoisted(root), "title": name, "$defs": _hoisted(parts)}


def _hoisted(node: Any) -> Any:
    """Move the description of an optional field from its one branch beside `null` up to the field.

    Docstrings lose their indentation: from Python 3.13 on they have none, and the files are the same for all.
    """
    if isinstance(node, list):
        return [_hoisted(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _hoisted(value) for key, value in node.items()}
    if isinstance(found.get("description"), str):
        found["description"] = cleandoc(found["description"])
    for branch in found.get("anyOf", ()):
        if "description" in branch:
            found["description"] = branch.pop("description")
    return found


def render(name: str) -> str:
    """Return the text of the schema file of `name`."""
    return json.dumps(schema(name), indent=2, sort_keys=False) + "\n"


def differences(folder: Path = FOLDER) -> list[str]:
    """Say, a line each, where the files in `folder` are not what the structs say."""
    wanted = {name + SUFFIX: render(name) for name in RECORDS}
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*")}
    lines = [f"{name}: missing" for name in sorted(wanted.keys() - found.keys())]
    lines += [f"{name}: belongs to no record kind" for name in sorted(found.keys() - wanted.keys())]
    return lines + [f"{name}: differs" for name in sorted(wanted.keys() & found.keys()) if wanted[name] != found[name]]


def write(folder: Path = FOLDER) -> None:
    """Write every schema file into `folder` and remove those that belong to no record kind."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*" + SUFFIX):
        if path.name.removesuffix(SUFFIX) not in RECORDS:
            path.unlink()
    for name in RECORDS:
        (folder / (name + SUFFIX)).write_text(render(name), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or compare them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m schemas.export", description="JSON Schema from the structs.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when a file is out of step")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the files are")
    options = parser.parse_args(arguments)
    if not options.check:
        write(options.folder)
        return 0
    lines = differences(options.folder)
    print("\n".join([*lines, "mend with: python -m schemas.export"] if lines else ["in step"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
