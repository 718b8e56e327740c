"""Fuzzes every target and tells what was tried: `python -m tests.fuzz [--target NAME] [--scale X] [--seed N]`.

Exit code 1 when an input was found that breaks a target; it lies in the folder named, and
`python -m tests.fuzz.run TARGET FILE` repeats it.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from typing import Any

from tests.fuzz import seeds
from tests.fuzz.home import HOME

# Millions of inputs at --scale 1: together more than 10. The cheap ones get the most.
MILLIONS = {"event": 10.0, "line": 0.5, "rooms": 0.3, "state": 1.5}
LONGEST = {"event": 4096, "line": 2048, "rooms": 4096, "state": 2048}  # bytes of an input
INTERRUPTED = 72  # libFuzzer's exit code when it was told to stop (SIGINT): what was tried counts
SLOW_S = 5  # an input that takes longer is a finding


def main() -> int:
    """Run what was asked for."""
    asked = _arguments()
    found = [_fuzz(name, int(MILLIONS[name] * asked.scale * 1e6), asked.seed) for name in asked.target or MILLIONS]
    total = sum(one["inputs"] for one in found)
    if asked.json:
        print(json.dumps({"seed": asked.seed, "inputs": total, "targets": found}))
    else:
        print(f"{total:,} inputs in all")
    return 1 if any(one["broken"] for one in found) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--target", action="append", choices=MILLIONS, help="only this; repeat")
    parser.add_argument("--scale", type=float, default=1.0, help="times 12.3 million inputs (0.01: a minute)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    return parser.parse_args()


def _fuzz(name: str, runs: int, seed: int) -> dict[str, Any]:
    folder = HOME.resolve() / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds.write(name, folder)
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.fuzz.run", name, f"-runs={runs}", f"-seed={seed}", "-print_final_stats=1",
               f"-max_len={LONGEST[name]}", f"-timeout={SLOW_S}", f"-dict={folder / 'words'}",
               f"-artifact_prefix={folder}/", str(corpus), str(folder / "seeds")]  # fmt: skip
    log = folder / "log"
    with log.open("wb") as out:
        code = subprocess.run(command, stdout=out, stderr=out, check=False).returncode
    words = log.read_text(errors="replace")
    one = {"target": name, "inputs": _number(r"stat::number_of_executed_units: +(\d+)", words),
           "branches": _number(r"cov: (\d+)", words), "corpus": len(list(corpus.iterdir())),
           "seconds": round(time.monotonic() - began), "broken": code not in {0, INTERRUPTED}}  # fmt: skip
    verdict = f"BROKEN, see {folder}" if one["broken"] else "nothing found"
    tried = f"{one['inputs']:,} inputs in {one['seconds']} s, {one['branches']} branches reached"
    print(f"{name}: {tried}, {verdict}", file=sys.stderr, flush=True)
    return one


def _number(pattern: str, words: str) -> int:
    found: list[str] = re.findall(pattern, words)
    return int(found[-1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
