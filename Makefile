# Python >= 3.11 and make are all that a machine needs; everything else is fetched, pinned by hash.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
TESTS = PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX="$(CURDIR)/.venv/pycache" $(BIN)/python -m pytest -q

.PHONY: help setup demo test test-kafka coverage check format lint types audit bench bench-detection chaos fuzz lock clean
help: ## show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

setup: $(READY) ## make .venv from the lock file (done by the others when needed)
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Abusewatch needs Python 3.11 or newer: install it, or name it with PYTHON=..." >&2; exit 1; }
	@echo "setting up .venv from requirements.lock (only the first time, and when it has changed)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "$(PYTHON) cannot make a virtual environment: install its venv module (Debian: python3-venv)" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep -o '^uv==[0-9.]*' requirements.lock)"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## local Kafka, worker, labelled traffic with attacks, alerts live, scorecard (INPUT=FILE: your own log)
	@$(BIN)/abusewatch demo $(if $(INPUT),--input "$(INPUT)") $(DEMO)

test: $(READY) ## the tests that need no broker, on up to eight cores (TEST="tests/scenarios -q" for a part)
	@$(TESTS) -n auto --maxprocesses 8 -m "not kafka and not slow" $(TEST)

test-kafka: $(READY) ## the tests on a real Kafka broker brought by Python packages, and whole public streams
	@$(TESTS) -n 3 -m "kafka or slow" $(TEST)

coverage: $(READY) ## the same with coverage shown (three times as long), TEST="-m 'not kafka'" for a part
	@$(BIN)/python -m pytest -q --cov --cov-report=term:skip-covered $(TEST)

check: format lint types audit ## format, lint, types, known vulnerabilities
format: $(READY)
	@$(BIN)/ruff format --check .
lint: $(READY)
	@$(BIN)/ruff check .
types: $(READY)
	@$(BIN)/mypy
audit: $(READY)
	@$(BIN)/python tests/audit.py

bench: $(READY) ## speed, side by side
	@$(BIN)/python -m tests.bench $(BENCH)

bench-detection: $(READY) ## what is found and what is false, on public streams (BENCH="--data DIR --only NAME ...")
	@$(BIN)/python -m tests.detection $(BENCH)

chaos: $(READY) ## faults on a real broker: kills, rebalances, outages; compares alerts with an undisturbed run
	@$(BIN)/python -m tests.chaos $(CHAOS)

fuzz: $(READY) ## coverage-guided fuzzing of codec, adapters, stages and stored state: 12 million inputs (FUZZ="--scale 0.01")
	@$(BIN)/python -m tests.fuzz $(FUZZ)

lock: $(READY) ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --all-extras \
	  --group dev pyproject.toml -o requirements.lock

clean: ## remove what was made here
	@rm -rf .venv .abusewatch .mypy_cache .ruff_cache .pytest_cache .hypothesis htmlcov .coverage
