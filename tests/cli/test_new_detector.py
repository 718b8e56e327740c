"""`abusewatch new-detector` in a copy of the tree: what it writes passes everything as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
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


FILES = [path for name in MADE for path in (f"detectors/{name}.py", f"tests/scenarios/test_{name}.py")]


def copied(folder: Path) -> Path:
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def bytecode(folder: Path) -> Path:
    """Return where Python keeps what it has compiled of a folder, if it has been told a place of its own."""
    return Path(sys.pycache_prefix or "/nowhere") / folder.relative_to("/")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree, in which nothing is written."""
    return copied(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tree with all of `MADE` in it."""
    folder = copied(tmp_path_factory.mktemp("made"))
    for part in PARTS:
        if (compiled := bytecode(ROOT) / part).is_dir():  # or all would be compiled once more
            shutil.copytree(compiled, bytecode(folder) / part, dirs_exist_ok=True)
    for name, (keyed_by, kind, area) in MADE.items():
        new_detector(name, "--keyed-by", keyed_by, "--kind", kind, "--area", area, "--root", str(folder))
    yield folder
    shutil.rmtree(bytecode(folder), ignore_errors=True)


def run(checkout: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_is_written_passes_lint(made: Path) -> None:
    run(made, "ruff", "check", "--no-cache", *FILES, "detectors/catalogue.py")
    run(made, "ruff", "format", "--no-cache", "--check", *FILES, "detectors/catalogue.py")


@pytest.mark.slow  # a run of its own over the whole tree
def test_what_is_written_passes_types(made: Path) -> None:
    known, cache = ROOT / ".mypy_cache" / "3.11", ROOT / ".mypy_cache" / "scaffold"
    if known.exists() and not cache.exists():  # `make check` has looked at all that the new files import
        shutil.copytree(known, cache / "3.11")
    run(made, "mypy", *FILES, "detectors/catalogue.py", "--cache-dir", str(cache))


@pytest.mark.slow  # a run of its own over the whole tree
def test_what_is_written_passes_its_scenarios_and_the_contract_suite(made: Path) -> None:
    catalogue = " or ".join([*MADE, "nobody", "every_detector"])  # the new ones, and what is asked of all together
    asked = f"scenarios or (test_catalogue and ({catalogue})) or (test_detectors and ({' or '.join(THOROUGH)}))"
    scenarios = [file for file in FILES if file.startswith("tests/")]
    contract = [str(path.relative_to(made)) for path in sorted(made.glob("tests/contract/test_*.py"))
                if path.stem == "test_catalogue" or path.stem.startswith("test_detectors")]  # fmt: skip
    said = run(made, "pytest", "-q", "-p", "no:cacheprovider", *contract, *scenarios, "-k", asked)
    assert " passed" in said
    assert "skipped" not in said


def test_what_is_written_is_in_shadow(made: Path) -> None:
    stanza = (made / "detectors" / "detectors.toml").read_text().partition("[mm_by_card]\n")[2]
    assert stanza.startswith('mode = "shadow"')


@pytest.mark.parametrize(("arguments", "said"), [
    (["Bad-Name"], "lower-case letters"), (["class"], "lower-case letters"), (["login_fanout"], "there already"),
    (["x", "--keyed-by", "card", "--kind", "account.login"], "--kind may be account.payment"),
    (["x", "--keyed-by", "domain", "--kind", "account.login"], "--kind may be content.posted"),
])  # fmt: skip
def test_what_cannot_be_made_is_explained_and_nothing_is_written(bare: Path, arguments: list[str], said: str) -> None:
    before = {path: path.read_bytes() for path in bare.rglob("*") if path.is_file()}
    assert said in new_detector(*arguments, "--root", str(bare), exits=2).stderr
    assert {path: path.read_bytes() for path in bare.rglob("*") if path.is_file()} == before


def test_elsewhere_than_in_a_checkout_it_says_so(tmp_path: Path) -> None:
    assert "no checkout" in new_detector("x", "--root", str(tmp_path), exits=2).stderr
