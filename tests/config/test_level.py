"""`engine.false_alerts_a_day`: how it becomes levels, what wins over it, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.catalogue import CATALOGUE
from pipeline.config import Config, ConfigError, load
from pipeline.config.build import detectors, engine_settings, unasked
from pipeline.engine_settings import EngineSettings
from pipeline.level import LEAST_SURPRISE, levels, surprise_at
from tests.config.conftest import Write
from tests.config.test_config_cli import run, shown
from tests.support import scenario

TOML = """
[engine]
false_alerts_a_day = 1
[engine.questions_a_day]
login_fanout = 5_000_000
takeover = 500
"""


def found(text: str, write: Write) -> dict[str, float]:
    built, _ = detectors(load(write(text)))
    return {one.name: one.alert_at for one in built}


def test_without_the_setting_every_level_is_the_shipped_one() -> None:
    built, _ = detectors(Config())
    assert [one.alert_at for one in built] == [scenario.shipped(kind.name).alert_at for kind in CATALOGUE]
    assert unasked(Config()) == []


def test_a_level_allows_the_share_of_what_is_accepted(write: Write) -> None:
    level = found(TOML, write)
    assert level["login_fanout"] == pytest.approx(7 / 13)  # 5 million questions, half an alert: 10^-7
    assert level["takeover"] == pytest.approx(1 / 3)  # 500 questions: 10^-3 is the least that may accuse
    assert level["card_testing"] == scenario.shipped("card_testing").alert_at  # nobody counted for it


@pytest.mark.parametrize(("accepted", "count"), [(0.1, 3e4), (1.0, 1e6), (20.0, 7e8)])
def test_the_expected_number_is_what_is_accepted_over_all_detectors(accepted: float, count: float) -> None:
    questions = {"a": count, "b": 3 * count, "c": 10 * count}
    surprises = {name: 6 * score / (1 - score) for name, score in levels(accepted, questions).items()}
    assert sum(n * 10 ** -surprises[name] for name, n in questions.items()) == pytest.approx(accepted, rel=1e-4)


def test_more_accepted_is_never_a_higher_level_and_few_questions_keep_the_least() -> None:
    assert surprise_at(1e6, 0.5) > surprise_at(1e6, 5.0) > surprise_at(1e5, 5.0)
    assert surprise_at(0.0, 1000.0) == surprise_at(10.0, 5.0) == LEAST_SURPRISE


def test_an_operators_own_level_wins(write: Write) -> None:
    assert found(TOML + "[detectors.login_fanout]\nalert_at = 0.9\n", write)["login_fanout"] == 0.9


def test_the_environment_sets_it(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.setenv("ABUSEWATCH_ENGINE__FALSE_ALERTS_A_DAY", "10")
    assert found(TOML, write)["login_fanout"] == pytest.approx(0.5)


def test_show_and_check_say_what_is_in_force(write: Write) -> None:
    file = str(write(TOML))
    assert shown("--config", file)["detectors"]["login_fanout"]["alert_at"] == pytest.approx(7 / 13)
    said = run("check", "--config", file).stdout
    assert "engine.questions_a_day has nothing for " in said and " login_site, " in said
    assert "takeover, " not in said
    assert "questions_a_day" not in run("check").stdout


@pytest.mark.parametrize(("section", "key"), [
    ({"false_alerts_a_day": 1, "questions_a_day": {"no_such": 1}}, "engine.questions_a_day.no_such"),
    ({"false_alerts_a_day": 0}, "engine.false_alerts_a_day"),
    ({"questions_a_day": {"takeover": -1}}, "engine.questions_a_day.takeover"),
])  # fmt: skip
def test_what_cannot_be_used_is_named_by_key(section: dict[str, Any], key: str, write: Write) -> None:
    lines = "\n".join(
        f"{name} = {str(value).replace(':', ' =').replace(chr(39), '')}" for name, value in section.items()
    )
    with pytest.raises(ConfigError) as refused:
        detectors(load(write(f"[engine]\n{lines}\n")))
    assert [problem.partition(": ")[0] for problem in refused.value.problems] == [key]


def test_the_engine_gets_levels_and_nothing_else(write: Write) -> None:
    assert engine_settings(load(write(TOML))) == EngineSettings()
