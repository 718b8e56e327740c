"""Measurements: run them with `python -m tests.bench.NAME`; none is a test."""
