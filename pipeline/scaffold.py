"""A new detector in a checkout: file, CATALOGUE line, stanza, scenarios, section of the runbook, row of the docs."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import fields

from pipeline import scaffold_text as text
from schemas.records import RECORDS
from schemas.values import Area, EventType, KeyedBy

CATALOGUE, STANZAS = Path("detectors/catalogue.py"), Path("detectors/detectors.toml")
RUNBOOK, ROWS = Path("deploy/runbooks/detectors.md"), Path("detectors/docs/catalogue.md")
_END = ")  # fmt: skip\nBY_NAME"
_NEEDS = {"ip": "ip", "device": "device", "card": "card", "content": "text", "domain": "urls", "merchant": "merchant"}
_WORDS = "exclusive trading course earns money fast, claim your invitation"
# By keyed_by: the words of a sentence, and in the scenario the id held fixed and the field that holds it.
_ENTITY: dict[str, tuple[str, str, str]] = {
    "account": ("of one account", '"someone"', ""),
    "ip": ("from one address", '"203.0.113.7"', 'ip="203.0.113.7"'),
    "device": ("from one device", '"device-1"', 'device="device-1"'),
    "card": ("with one card", '"card-1"', 'card="card-1"'),
    "content": ("with nearly one text", "alert.entity.id", "text=TEXT"),
    "domain": ("with links to one site", '"site.example"', 'domains=("site.example",)'),
    "merchant": ("to one payee", '"payee-1"', 'merchant="payee-1"'),
    "site": ("over the whole site", '"*"', ""),
}
_DEMANDED = {
    "account.login": "outcome=False", "account.payment": "outcome=False",
    "account.api_key_created": 'key=f"key{i}"', "content.posted": 'content_id=f"content{i}"',
    "content.reported": 'content_id=f"content{i}"',
}  # fmt: skip


class ScaffoldError(ValueError):
    """The detector cannot be made; the message says what to mend. Nothing has been written."""


class NewDetector(Struct, frozen=True):
    """What is asked for."""

    name: str
    keyed_by: KeyedBy
    kind: EventType
    area: Area
    month: str  # as 2026-11: every number in the stanza has a dated why


def scaffold(root: Path, wanted: NewDetector) -> list[Path]:
    """Write the parts into the checkout at `root`; return the files made and changed. Raises ScaffoldError."""
    _check(root, wanted)
    values = _values(wanted)
    written = {
        Path(f"detectors/{wanted.name}.py"): text.DETECTOR.substitute(values),
        Path(f"tests/scenarios/test_{wanted.name}.py"): text.SCENARIOS.substitute(values),
        CATALOGUE: _listed((root / CATALOGUE).read_text(encoding="utf-8"), wanted.name, values["class_name"]),
        STANZAS: _appended(root / STANZAS, text.STANZA.substitute(values)),
        RUNBOOK: _appended(root / RUNBOOK, text.RUNBOOK.substitute(values)),
        ROWS: _appended(root / ROWS, text.ROW.substitute(values)),
    }
    for path, content in written.items():
        (root / path).write_text(content, encoding="utf-8")
    return list(written)


def _check(root: Path, wanted: NewDetector) -> None:
    name = wanted.name
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name):
        message = f"{name!r}: a name has lower-case letters, digits and single underscores, such as login_fanout"
        raise ScaffoldError(message)
    wants = (CATALOGUE, STANZAS, RUNBOOK, ROWS, Path("tests/scenarios"))
    missing = [str(path) for path in wants if not (root / path).exists()]
    if missing:
        message = (
            f"{root} is no checkout of Abusewatch: it lacks {', '.join(missing)}; run this where pyproject.toml is"
        )
        raise ScaffoldError(message)
    taken = [path for path in (f"detectors/{name}.py", f"tests/scenarios/test_{name}.py") if (root / path).exists()]
    if taken or f"\n[{name}]\n" in (root / STANZAS).read_text(encoding="utf-8"):
        message = f"{name} is there already{f': {taken[0]}' if taken else ''}; choose another name"
        raise ScaffoldError(message)
    _check_kind(wanted)


def _check_kind(wanted: NewDetector) -> None:
    needed = _NEEDS.get(wanted.keyed_by)
    data = next(one.type for one in fields(RECORDS[wanted.kind]) if one.name == "data")
    if needed and needed not in {one.name for one in fields(data)}:
        fitting = [kind for kind in RECORDS if "." in kind and _has(kind, needed)]
        message = f"{wanted.kind} has no {needed}: keyed by {wanted.keyed_by}, --kind may be {', '.join(fitting)}"
        raise ScaffoldError(message)


def _has(kind: str, field: str) -> bool:
    data = next((one.type for one in fields(RECORDS[kind]) if one.name == "data"), None)
    return data is not None and field in {one.name for one in fields(data)}


def _values(wanted: NewDetector) -> Mapping[str, str]:
    at_entity, entity_id, held = _ENTITY[wanted.keyed_by]
    constant = f'\nTEXT = "{_WORDS}"\n' if wanted.keyed_by == "content" else ""
    extra = [part for part in (held, _DEMANDED.get(wanted.kind, "")) if part]
    return {
        "name": wanted.name, "keyed_by": wanted.keyed_by, "kind": wanted.kind, "area": wanted.area,
        "words": wanted.area.replace("_", " ").replace("api", "API"), "month": wanted.month,
        "title": wanted.name.replace("_", " ").capitalize(),
        "class_name": "".join(part.capitalize() for part in wanted.name.split("_")), "at_entity": at_entity,
        "constant": constant, "entity_id": entity_id,
        "subject": '"someone"' if wanted.keyed_by == "account" else 'f"user{i}"',
        "fields": "".join(f", {part}" for part in extra),
    }  # fmt: skip


def _listed(catalogue: str, name: str, class_name: str) -> str:
    """Return the catalogue with the import in its place and the class at the end of the tuple."""
    lines = catalogue.splitlines()
    new = f"from detectors.{name} import {class_name}"
    imports = [i for i, line in enumerate(lines) if line.startswith("from detectors.")]
    at = next((i for i in imports if lines[i].split()[1] > f"detectors.{name}"), imports[-1] + 1)
    lines.insert(at, new)
    found = "\n".join(lines) + "\n"
    if _END not in found:
        message = f"{CATALOGUE}: the end of CATALOGUE is not where it was; add {class_name} by hand"
        raise ScaffoldError(message)
    return found.replace(_END, f"    {class_name},\n{_END}")


def _appended(path: Path, more: str) -> str:
    return path.read_text(encoding="utf-8").rstrip("\n") + "\n" + more
