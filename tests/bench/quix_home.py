"""A virtual environment of its own for Quix Streams: its pins and ours exclude each other."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

LOCK = Path(__file__).with_name("quix.lock")
HOME = Path(".abusewatch/bench")


def python(home: Path = HOME) -> str:
    """Return the interpreter, its environment made if need be. CalledProcessError when that fails (no network, say)."""
    folder = home.resolve() / f"quix-{sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    found = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([sys.executable, "-m", "uv", "pip", "sync", "--quiet", "--python", str(found),
                        "--require-hashes", str(LOCK)], check=True, capture_output=True, text=True)  # fmt: skip
        (folder / ".ready").touch()
    return str(found)
