"""Kafka's jars: fetched once by jgo, kept in the user's cache, verified against the lock at every start."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .errors import BrokerUnavailableError
from .lock import Artefact, read_lock, sha256_of

log = logging.getLogger(__name__)

ATTEMPTS = 3  # jgo itself asks only once
DOWNLOADS_AT_ONCE = 6

Fetch = Callable[[Artefact, Path], Path]
"""Bring one artefact into (somewhere under) a folder and return where it lies."""


def default_cache() -> Path:
    """Return the cache: `ABUSEWATCH_CACHE`, else `XDG_CACHE_HOME/abusewatch`, else `~/.cache/abusewatch`."""
    if chosen := os.environ.get("ABUSEWATCH_CACHE"):
        return Path(chosen).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).expanduser().resolve() / "abusewatch"


def fetch_with_jgo(artefact: Artefact, folder: Path) -> Path:
    """Download one jar with jgo's pure Python resolver: no Maven and no Java takes part.

    Repositories named in jgo's own settings file (a company's mirror) are asked first. Raises whatever
    requests or jgo raise when the jar cannot be had.
    """
    from jgo.config import GlobalSettings  # noqa: PLC0415  (the `broker` extra)
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415
    from jgo.maven._core import DEFAULT_REMOTE_REPOS  # noqa: PLC0415

    repositories = {**GlobalSettings.load().repositories, **DEFAULT_REMOTE_REPOS}
    context = MavenContext(PythonResolver(), repo_cache=folder, remote_repos=repositories, timeout=30)
    project = context.project(artefact.group, artefact.name)
    return Path(project.at_version(artefact.version).artifact().resolve())


def ensure(
    cache: Path | None = None, *, lock: Sequence[Artefact] | None = None, fetch: Fetch = fetch_with_jgo
) -> list[Path]:
    """Return the verified jars in class path order, downloading those that are missing or were altered.

    Every jar is hashed at every call (about 0.1 s for the whole set); nothing unverified is ever returned.
    Raises BrokerUnavailableError when a jar cannot be had or does not match its locked sha256.
    """
    folder = (cache or default_cache()) / "kafka"
    wanted = lock if lock is not None else read_lock()
    missing = [artefact for artefact in wanted if not _verified(folder / artefact.file_name, artefact)]
    if missing:
        _download(missing, folder, fetch)
    return [folder / artefact.file_name for artefact in wanted]


def _verified(jar: Path, artefact: Artefact) -> bool:
    return jar.is_file() and sha256_of(jar) == artefact.sha256


def _download(missing: Iterable[Artefact], folder: Path, fetch: Fetch) -> None:
    todo = list(missing)
    log.info("fetching %d Kafka artefacts into %s (once)", len(todo), folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Staged beside their place: a jar appears there whole and verified, whoever else downloads just then.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".staging-") as staging:
        with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
            for _ in pool.map(lambda one: _bring(one, Path(staging), folder, fetch), todo):
                pass


def _bring(artefact: Artefact, staging: Path, folder: Path, fetch: Fetch) -> None:
    jar = _fetch_patiently(artefact, staging, fetch)
    found = sha256_of(jar)
    if found != artefact.sha256:
        reason = f"{artefact.coordinate} has sha256 {found}, but the lock demands {artefact.sha256}"
        raise BrokerUnavailableError(reason)
    jar.replace(folder / artefact.file_name)


def _fetch_patiently(artefact: Artefact, staging: Path, fetch: Fetch) -> Path:
    problem: Exception | None = None
    for attempt in range(ATTEMPTS):
        try:
            return fetch(artefact, staging / f"{artefact.file_name}.{attempt}")
        except ImportError as missing:
            reason = f"{missing.name} is not installed (pip install 'abusewatch[broker]')"
            raise BrokerUnavailableError(reason) from missing
        except (OSError, RuntimeError) as error:  # requests' errors are OSErrors; jgo raises RuntimeError
            problem = error
    reason = f"{artefact.coordinate} could not be fetched ({type(problem).__name__})"
    raise BrokerUnavailableError(reason) from problem
