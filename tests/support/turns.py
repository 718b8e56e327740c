"""Which tests stay together, and which begin first, where several processes share the suite.

Kafka's tests wait most of the time: two lanes of them go beside what computes. A group is worth having where its
tests share what one of them has made: a broker, a scenario's events. The order matters only for what takes long: a
process that begins it last is left alone with it.
"""

from __future__ import annotations

import re

_OWN_BROKERS = ("test_broker", "test_security", "test_checkpoint_kills", "test_hostile_worker")
_ALONE = ("tests/detection/test_streams.py", "tests/parallel/", "tests/cli/test_new_detector.py")
_LONG = (
    "tests/kafka/", "tests/detection/test_streams.py", "tests/cli/test_new_detector.py", "tests/scenarios/",
    "tests/contract/",
    "tests/test_replay_equals_stages.py", "tests/parallel/", "tests/test_verdicts_equal_stages.py",
    "tests/test_alert_verdicts_equal_stages.py", "tests/test_deploy_rules.py", "tests/detection/", "tests/test_",
    "tests/simulate/", "tests/learning/", "tests/schemas/test_parse_properties.py", "tests/cli/test_replay.py",
    "tests/engine/",
)  # fmt: skip
_FAMILY = re.compile(r"\[.*?([a-z]{3,})")  # the first word of a detector's name


def group(nodeid: str) -> str:
    """Return the name of the tests that run in one process, one after the other."""
    file, _, test = nodeid.partition("::")
    if file.startswith("tests/kafka/"):
        return "kafka, brokers" if file.split("/")[2].startswith(_OWN_BROKERS) else "kafka"
    if file.startswith("tests/contract/") and (family := _FAMILY.search(test)):
        return f"contract, {family[1]}"
    if file.startswith("tests/scenarios/"):
        return f"contract, {file.split('/')[2].split('_')[1].removesuffix('.py')}"
    return nodeid if file.startswith(_ALONE) else file


def turn(nodeid: str) -> int:
    """Return when a test's group begins: the lower, the earlier."""
    return next((number for number, start in enumerate(_LONG) if nodeid.startswith(start)), len(_LONG))
