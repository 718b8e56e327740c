"""Faults on a real broker: `python -m tests.chaos` (see `--help`).

Every case runs `abusewatch worker` over the same seeded traffic while something breaks, and compares the alerts
that were committed with those of an undisturbed replay.
"""
