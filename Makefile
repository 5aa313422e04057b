.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON := .venv/bin/python
FLASK := .venv/bin/flask --app wsgi
# What went wrong has been said in one line; ended by this signal, make fails without a second one. Ctrl-C is no failure.
LAST_WORD := kill -PIPE $$PPID
CORES := $(shell nproc 2>/dev/null || echo 2)
# Tests run in an order thrown anew each time, and in one and the same where it is decided what lands.
PYTEST := $(PYTHON) -m pytest -q --dist worksteal $(if $(filter true,$(CI)),--randomly-seed=2026)

.PHONY: help run test check unit coverage postgresql browser bench assets clean words

help: ## print this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: ## set everything up and start web and worker together (DEMO=0 for an empty database)
	@{ .ci/prepare run && DEMO=$${DEMO:-1} $(PYTHON) -m assessment.cli.starting; } || [ $$? = 130 ] || $(LAST_WORD)

test: ## set up what tests need and run them all
	@.ci/prepare test
	@$(MAKE) --no-print-directory -j 2 --output-sync=line check unit  # The types are checked on one core alone.
	@$(MAKE) --no-print-directory postgresql browser

check: ## format, lint, types, imports, questionnaires
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(FLASK) questionnaire check questionnaires

unit: ## the core and every feature, on SQLite
	$(PYTEST) -n $(CORES) --ignore tests/e2e

coverage: ## the same, with the branches of the core counted
	$(PYTEST) --cov --cov-report=term:skip-covered --ignore tests/e2e

postgresql: ## every feature again, on a PostgreSQL of its own
	$(PYTEST) -n $(CORES) --database postgresql --ignore tests/e2e --ignore tests/core --ignore tests/documents --ignore tests/questionnaires

browser: ## the journeys in a real browser
	$(PYTEST) --dist load --maxschedchunk 1 -n $(CORES) tests/e2e

bench: ## measured promises, each beside its floor
	$(PYTHON) -m benchmarks

assets: ## make the cut of Bootstrap and the web fonts anew
	$(PYTHON) docs/assets/build_assets.py

clean: ## remove what can be made again, but never var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

words: ## merge and compile the English of all features
	$(PYTHON) docs/assets/build_translations.py
