"""Kafka's jars: locked, verified at every start, fetched by Python alone. (No broker is started here.)"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.broker.artefacts import ATTEMPTS, ensure
from pipeline.broker.errors import BrokerUnavailableError
from pipeline.broker.lock import LOCK_FILE, ROOTS, Artefact, read_lock, render

GOOD = b"the jar as it was locked"
LOCK = (Artefact("org.example", "thing", "1.0", hashlib.sha256(GOOD).hexdigest()),)


class Mirror:
    """Serves each download the next of some contents; an exception among them is raised."""

    def __init__(self, *contents: bytes | Exception) -> None:
        self.contents = list(contents)
        self.asked = 0

    def __call__(self, artefact: Artefact, folder: Path) -> Path:
        self.asked += 1
        content = self.contents.pop(0)
        if isinstance(content, Exception):
            raise content
        folder.mkdir(parents=True)
        jar = folder / artefact.file_name
        jar.write_bytes(content)
        return jar


def test_the_lock_holds_a_sha256_for_every_jar_and_names_no_host() -> None:
    text = LOCK_FILE.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"\b(repo|registry|mirror|central)\b", text, re.IGNORECASE)
    assert all(re.fullmatch(r"[0-9a-f]{64}", artefact.sha256) for artefact in read_lock())


def test_the_lock_holds_the_roots_and_one_version_of_each() -> None:
    locked = read_lock()
    coordinates = [artefact.coordinate for artefact in locked]
    assert set(coordinates) >= {root.removesuffix("!") for root in ROOTS}
    assert len({(artefact.group, artefact.name) for artefact in locked}) == len(locked)
    kafka = {artefact.version for artefact in locked if artefact.group == "org.apache.kafka"}
    assert kafka == {"4.2.1"}


def test_the_lock_is_what_its_writer_writes() -> None:
    assert render(read_lock()) == LOCK_FILE.read_text(encoding="utf-8")


def test_a_kept_jar_is_not_fetched_again(tmp_path: Path) -> None:
    mirror = Mirror(GOOD)
    first = ensure(tmp_path, lock=LOCK, fetch=mirror)
    assert ensure(tmp_path, lock=LOCK, fetch=mirror) == first
    assert mirror.asked == 1
    assert first[0].read_bytes() == GOOD


def test_an_altered_jar_is_replaced_before_use(tmp_path: Path) -> None:
    mirror = Mirror(GOOD, GOOD)
    (jar,) = ensure(tmp_path, lock=LOCK, fetch=mirror)
    jar.write_bytes(GOOD.swapcase())
    ensure(tmp_path, lock=LOCK, fetch=mirror)
    assert jar.read_bytes() == GOOD


def test_a_jar_with_another_sha256_is_refused_and_not_kept(tmp_path: Path) -> None:
    with pytest.raises(BrokerUnavailableError, match=r"org\.example:thing:1\.0 has sha256 .* KAFKA_BOOTSTRAP"):
        ensure(tmp_path, lock=LOCK, fetch=Mirror(b"something else"))
    assert not list(tmp_path.rglob("*.jar"))


def test_a_broken_download_is_tried_again(tmp_path: Path) -> None:
    mirror = Mirror(ConnectionResetError("in mid-air"), GOOD)
    (jar,) = ensure(tmp_path, lock=LOCK, fetch=mirror)
    assert jar.read_bytes() == GOOD


@pytest.mark.parametrize("problem", [OSError("no route"), RuntimeError("not found"), ImportError(name="jgo")])
def test_what_cannot_be_had_says_what_to_set(tmp_path: Path, problem: Exception) -> None:
    with pytest.raises(BrokerUnavailableError, match="Set KAFKA_BOOTSTRAP=host:port"):
        ensure(tmp_path, lock=LOCK, fetch=Mirror(*_often(problem)))


def test_a_machine_without_a_network_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real downloader, sent to a proxy that is not there."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(BrokerUnavailableError, match=r"could not be fetched \(ProxyError\).*KAFKA_BOOTSTRAP"):
        ensure(tmp_path, lock=read_lock()[:1])


def _often(problem: Exception) -> Sequence[Exception]:
    return [problem] * ATTEMPTS
