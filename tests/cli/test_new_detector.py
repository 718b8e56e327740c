"""`abusewatch new-detector` in a copy of the tree: what it writes passes everything as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import Command

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("schemas", "detectors", "pipeline", "tests", "deploy/runbooks")
new_detector = Command("pipeline.scaffold_cli")
MADE = {
    "zz_by_account": ("account", "account.usage", "api_abuse"),
    "aa_by_address": ("ip", "account.signup", "fake_accounts"),
    "mm_by_card": ("card", "account.payment", "payment_fraud"), "mm_by_text": ("content", "content.posted", "spam"),
    "mm_by_link": ("domain", "content.posted", "spam"), "mm_on_the_site": ("site", "account.login", "account_security"),
    "mm_by_device": ("device", "account.api_key_created", "api_abuse"),
}  # fmt: skip
THOROUGH = ("zz_by_account", "mm_by_text")  # through the whole contract suite; the catalogue's part of it is for all


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(checkout: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def passed(checkout: Path, *arguments: str) -> None:
    said = run(checkout, "pytest", "-q", "-p", "no:cacheprovider", *arguments)
    assert " passed" in said
    assert "skipped" not in said


def test_what_is_written_passes_lint_types_contract_suite_and_its_scenarios(checkout: Path) -> None:
    for name, (keyed_by, kind, area) in MADE.items():
        new_detector(name, "--keyed-by", keyed_by, "--kind", kind, "--area", area, "--root", str(checkout))
    files = [path for name in MADE for path in (f"detectors/{name}.py", f"tests/scenarios/test_{name}.py")]
    run(checkout, "ruff", "check", "--no-cache", *files, "detectors/catalogue.py")
    run(checkout, "ruff", "format", "--no-cache", "--check", *files, "detectors/catalogue.py")
    run(checkout, "mypy", *files, "--follow-imports=silent", "--cache-dir", str(ROOT / ".mypy_cache" / "scaffold"))
    passed(checkout, *(file for file in files if file.startswith("tests/")))
    passed(checkout, "tests/contract/test_catalogue.py", "-k", " or ".join([*MADE, "nobody", "catalogue"]))
    passed(checkout, "tests/contract/test_detectors.py", "-k", " or ".join(THOROUGH))
    stanza = (checkout / "detectors" / "detectors.toml").read_text().partition("[mm_by_card]\n")[2]
    assert stanza.startswith('mode = "shadow"')


@pytest.mark.parametrize(("arguments", "said"), [
    (["Bad-Name"], "lower-case letters"), (["class"], "lower-case letters"), (["login_fanout"], "there already"),
    (["x", "--keyed-by", "card", "--kind", "account.login"], "--kind may be account.payment"),
    (["x", "--keyed-by", "domain", "--kind", "account.login"], "--kind may be content.posted"),
])  # fmt: skip
def test_what_cannot_be_made_is_explained_and_nothing_is_written(
    checkout: Path, arguments: list[str], said: str
) -> None:
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}
    assert said in new_detector(*arguments, "--root", str(checkout), exits=2).stderr
    assert {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()} == before


def test_elsewhere_than_in_a_checkout_it_says_so(tmp_path: Path) -> None:
    assert "no checkout" in new_detector("x", "--root", str(tmp_path), exits=2).stderr
