# Works with GNU make 3.81 (macOS) and newer. Everything is installed into .venv, at the versions of the lock files.
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
VALUES ?= examples/values.yaml
PYTEST_ARGS ?=

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

.PHONY: help run test lint types pytest lock upgrade readme picture bench clean

help: ## list what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.stamp ## open the app on an example (VALUES=my-values.yaml for a file of your own)
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/mlflow-tui $(VALUES); else \
	  echo "The screens need a terminal, and there is none here: run 'make run' in one."; \
	  echo "Without a terminal: $(BIN)/mlflow-tui render $(VALUES)"; fi

test: lint types pytest ## lint, type check and run all tests (PYTEST_ARGS='tests/cli -k render' for some)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(VENV)/dev.stamp
	$(BIN)/mypy

pytest: $(VENV)/dev.stamp
	$(BIN)/pytest $(PYTEST_ARGS)

lock: $(VENV)/dev.stamp ## bring the lock files in line with pyproject.toml (make upgrade: newest versions)
	$(LOCK) $(LOCK_ARGS) pyproject.toml --group build -o requirements.lock
	$(LOCK) $(LOCK_ARGS) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) $(LOCK_ARGS) requirements-mlflow.in -o requirements-mlflow.lock
	for version in requirements-mlflow/*.in; do \
	  $(LOCK) $(LOCK_ARGS) "$$version" -o "$${version%.in}.lock" || exit 1; done

upgrade: ## as lock, with the newest versions that pyproject.toml allows
	$(MAKE) lock LOCK_ARGS=--upgrade

readme: $(VENV)/dev.stamp ## write the README's tables anew from what the app declares
	$(BIN)/python -m readme

picture: $(VENV)/dev.stamp ## make the README's picture anew from the real app
	$(BIN)/python -m readme.picture

bench: $(VENV)/dev.stamp ## measure the speed of the app, as ratios
	$(BIN)/python -m benchmarks

clean: ## remove what was installed and every cache
	rm -rf $(VENV) .tools .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are remade when a lock changes, so that a second `make run` starts at once.
$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "mlflow-tui needs Python 3.11 or newer, and no python3 on PATH is." >&2; \
	  echo "Install one, or name it: make run PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
