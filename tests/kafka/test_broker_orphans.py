"""A broker does not outlive the run that started it, even one that is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from pipeline.broker import LocalBroker

SCRIPT = """
import sys, time
from pathlib import Path
from pipeline.broker import LocalBroker
broker = LocalBroker(Path(sys.argv[1]))
broker.start(wait=False)
print(broker.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.usefixtures("local_kafka")
def test_killing_the_starter_ends_the_broker(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path)], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        broker = psutil.Process(int(starter.stdout.readline()))
        assert "kafka.Kafka" in broker.cmdline()
        starter.kill()
    broker.wait(timeout=60)  # raises TimeoutExpired if it lives on
    assert LocalBroker(tmp_path).status().state == "stopped"
