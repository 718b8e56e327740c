"""A child that ends the broker when the process that started it is gone, however it went.

Run as a script: `guard.py PID MARK`, its stdin a pipe whose other end only the starter holds. End of file
there means that the starter stopped the broker itself or died. Imports next to nothing: one runs beside each
broker.
"""

from __future__ import annotations

import contextlib
import sys

import psutil

GRACE_S = 5.0


def end(pid: int, mark: str) -> None:
    """Stop the process `pid` if its command line ends with `mark`: politely, then by force."""
    try:
        process = psutil.Process(pid)
        if process.cmdline()[-1:] != [mark]:
            return
        process.resume()  # a paused process would not see the request
        process.terminate()
        process.wait(GRACE_S)
    except psutil.TimeoutExpired:
        process.kill()


def main() -> None:
    """Wait for the starter to be gone, then clean up."""
    pid, mark = int(sys.argv[1]), sys.argv[2]
    sys.stdin.buffer.read()
    with contextlib.suppress(psutil.NoSuchProcess):
        end(pid, mark)


if __name__ == "__main__":
    main()
