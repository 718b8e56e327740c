"""Atheris in a folder of its own: it runs on Linux and macOS only, and nothing else needs it."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

LOCK = Path(__file__).with_name("atheris.lock")
HOME = Path(".abusewatch/fuzz")


def packages(home: Path = HOME) -> Path:
    """Return the folder to put on the path, filled if need be. CalledProcessError when that fails (no network, say)."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = home.resolve() / f"atheris-{version}-{sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    ready = folder / ".ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable,
                        "--no-build", "--require-hashes", "--target", str(folder), "-r", str(LOCK)],
                       check=True, capture_output=True, text=True)  # fmt: skip
        ready.touch()
    return folder
