"""`abusewatch detectors`."""

from __future__ import annotations

import re
from pathlib import Path

from detectors.catalogue import CATALOGUE
from tests.support.command import Command

detectors = Command("pipeline.detectors_cli")


def test_every_detector_is_listed_in_the_catalogues_order_with_its_contract() -> None:
    found = detectors.json()
    assert [one["name"] for one in found] == [kind.name for kind in CATALOGUE]
    for one, kind in zip(found, CATALOGUE, strict=True):
        assert (one["version"], one["area"], one["keyed_by"]) == (kind.version, kind.area, kind.keyed_by)
        assert one["kinds"] == list(kind.kinds)
        assert one["says"]
    shown = detectors().stdout
    assert all(kind.name in shown for kind in CATALOGUE)


def test_settings_in_force_are_those_of_the_operators_file(tmp_path: Path) -> None:
    config = tmp_path / "abusewatch.toml"
    config.write_text('[detectors.login_fanout]\nmode = "shadow"\nleast = 7\n')
    found = detectors.json("login_fanout", "--config", str(config))
    assert (found["mode"], found["settings"]["least"], found["settings"]["window_s"]) == ("shadow", 7, 600.0)
    assert "least = 7" in detectors("login_fanout", "--config", str(config)).stdout


def test_a_detector_that_is_off_is_still_listed(tmp_path: Path) -> None:
    config = tmp_path / "abusewatch.toml"
    config.write_text('[detectors.login_fanout]\nmode = "off"\n')
    assert detectors.json("login_fanout", "--config", str(config))["mode"] == "off"


def test_scenarios_are_told_as_sentences() -> None:
    found = detectors.json("login_fanout")
    assert "on many accounts from one address" in found["fires"]
    assert "on a client that retries one account" in found["quiet"]


def test_a_misspelt_name_gets_the_nearest() -> None:
    assert "did you mean login_fanout?" in detectors("login_fanot", exits=2).stderr


def test_a_bad_configuration_is_named_by_key(tmp_path: Path) -> None:
    config = tmp_path / "abusewatch.toml"
    config.write_text("[detectors.login_fanout]\nleest = 7\n")
    assert "detectors.login_fanout.leest" in detectors("--config", str(config), exits=2).stderr


def test_a_detector_is_told_of_by_names_that_readers_know() -> None:
    classes = {kind.__name__ for kind in CATALOGUE}
    told = {one["name"]: one["doc"] for one in detectors.json()}
    assert [name for name, doc in told.items() if classes & set(re.findall(r"`(\w+)`", doc))] == []
    assert [name for name, doc in told.items() if re.search(r"\b(as|in) the base\b", doc, re.IGNORECASE)] == []
