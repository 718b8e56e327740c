"""The contract of every detector: what a reviewer reads of it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from detectors.base import Detector
from detectors.tally import Tally
from pipeline.runs import quiet_s, runs
from tests.contract.traffics import alerts_in_order, traffics, undisturbed


def findings(detector: Detector[Any]) -> Iterator[tuple[str, Tally, Any, list[Tally]]]:
    """Yield (key, run, state, the run's tallies) for every episode in the states that the traffic leaves."""
    for played in undisturbed(detector.name):
        for key, state in played.states().items():
            for run in runs(state, quiet_s(detector, 3600.0)):
                yield key, run.sum, state, [state.tallies[index] for index in run.indexes]


def test_an_explanation_depends_on_the_run_alone(detector: Detector[Any]) -> None:
    explained = 0
    for key, run, state, tallies in findings(detector):
        backwards = Tally()
        for tally in reversed(tallies):
            backwards.merge(tally)
        said = detector.explain(run, state, key)
        assert said == detector.explain(run, detector.fresh(), key)
        assert said == detector.explain(backwards, state, key)
        explained += 1
    assert explained, "nothing was accused: the scenarios that fire show nothing"


# "Of 10 sign-ups within 1 h 10 came with ...": where one number ends and the next begins a comma tells.
_RUN_ON = re.compile(r"\b[Oo]f \d[\d,]* [^,;:.()]*? \d[\d,]* (came|did|had|shared?|were) ")
_BARE = re.compile(r"(?<![\w.,:/-])\d{4,}(?![\w.:/-])")  # 12345, and neither 12,345 nor a name or a version


def test_numbers_can_be_read_aloud(detector: Detector[Any]) -> None:
    for key, run, state, _ in findings(detector):
        reason = detector.explain(run, state, key).reason
        assert not _RUN_ON.search(reason), reason
        assert not _BARE.search(reason.replace(key, "")), reason


def test_a_finding_is_a_sentence_with_numbers_and_accounts(detector: Detector[Any]) -> None:
    for key, run, state, _ in findings(detector):
        found = detector.explain(run, state, key)
        assert found.reason[0].isupper() or found.reason[0].isdigit()
        assert found.reason.endswith(".")
        assert found.action.endswith(".")
        assert found.evidence
        assert all(isinstance(value, str) or value == value for value in found.evidence.values())  # noqa: PLR0124  (NaN)
        assert found.accounts_total >= len(found.accounts) == len(set(found.accounts))
        assert found.accounts_total or detector.area == "signal_health"
        assert found.evidence.get("count_in_window") != 0  # somebody was counted, or nothing was surprising


_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_ADDRESS = re.compile(r"[0-9a-fA-F:.]{7,}")


def test_what_is_said_holds_no_raw_content_and_no_address_but_the_entitys_own(name: str) -> None:
    for events, found in zip(traffics(name), alerts_in_order(name), strict=True):
        private = {value for e in events for value in (e.text, e.user_agent, e.handle) if value and len(value) > 3}
        for alert in found:
            said = [alert.reason, alert.suggested_action]
            said += [f"{key} {value}" for signal in alert.signals for key, value in signal.evidence.items()]
            for words in said:
                assert not _MAIL.search(words)
                assert all(found in alert.entity.id for found in _addresses(words))
                assert not any(value in words for value in private)


def _addresses(words: str) -> list[str]:
    return [found for found in map(str.strip, _ADDRESS.findall(words)) if _is_address(found.rstrip("."))]


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True
