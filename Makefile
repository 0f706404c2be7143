# Every target sets up what it needs first; a second run is quick.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup servers window demo check test torture bench texts lock wheel clean

# Paths may hold any letters, also where the locale is the bare "C".
export PYTHONUTF8 := 1

PY := .venv/bin/python
BENCHMARKS ?= roads routing forecasting inventory window files

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

setup: ## system libraries, .venv, dependencies
	@bash tooling/setup.sh

servers: ## PostgreSQL and MariaDB, which the tests start for themselves
	@bash tooling/system_packages.sh tooling/debian-servers.txt

window: setup ## the desktop, on the built-in sample day
	@.venv/bin/wayloom window --sample

demo: setup ## the whole job on the built-in sample day, into sample-plan/
	@.venv/bin/wayloom demo --out sample-plan

check: setup ## format, lint, types, import rules, layout
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m pytest -q tests/project/test_layout.py

test: check servers ## every check and test
	$(PY) -m pytest -n 2 --dist loadfile --ignore tests/gui
	# In processes of its own, as it runs: no engine shares one with the window.
	$(PY) -m pytest -n 2 --dist loadfile tests/gui

torture: setup servers ## tests too long for `make test`
	$(PY) -m pytest -m torture --timeout 3600

bench: setup servers ## quick benchmarks; one of them: make bench BENCHMARKS=roads
	@for name in $(BENCHMARKS); do \
	    if [ -e "tests/benchmarks/$$name.py" ] || [ -d "tests/benchmarks/$$name" ]; then \
	        $(PY) -m "tests.benchmarks.$$name" --quick || exit; \
	    fi; \
	done

texts: setup ## compile the catalogues of texts; write docs/tables.md
	$(PY) -m tooling.compile_texts
	$(PY) -m tooling.window_texts
	$(PY) -m tooling.tables_page

lock: ## resolve the dependencies of pyproject.toml anew
	$(PY) tooling/lock.py

wheel: setup ## the wheel, into dist/
	rm -rf build dist
	$(PY) -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	rm -rf build
	@ls dist

clean: ## everything that make and the tools made, .venv too
	rm -rf .venv build dist *.egg-info sample-plan
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
