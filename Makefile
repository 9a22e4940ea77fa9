.PHONY: help setup setup-dev demo test check fix bench messages migrations lock clean
.DEFAULT_GOAL := help

ARGS ?=
BIN := .venv/bin
SUITE := BOREALIS_TEST_SHARED="$(CURDIR)/.cache/told" $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

help:
	@echo "make demo     see Borealis at work (ARGS=--no-serve: only make the data)"
	@echo "make test     run all tests, on SQLite and PostgreSQL, with a browser"
	@echo "make check    lint, types, import contracts, migrations, messages"
	@echo "make fix      mend what can be mended by itself"
	@echo "make bench    measure, and write the tables in benchmarks/"

setup:
	@sh scripts/setup.sh requirements.lock

setup-dev:
	@sh scripts/setup.sh requirements-dev.lock

demo: setup
	@$(BIN)/borealis demo $(ARGS)

test: setup-dev check
	@sh scripts/browser.sh
	$(BIN)/borealis plan warm
	@rm -rf .cache/told && mkdir -p .cache/told
	$(SUITE) $(ARGS)
	BOREALIS_TEST_ENGINE=postgresql $(SUITE) -m "django_db and not browser and not one_engine" $(ARGS)

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/messages.py --check
	$(BIN)/python scripts/roles.py --check
	$(BIN)/python scripts/goals.py --check
	$(BIN)/python scripts/sbom.py --check
	$(BIN)/python scripts/asvs.py --check
	BOREALIS_HOME=.cache/check $(BIN)/python -m django makemigrations --check --dry-run --settings borealis.config.settings

fix: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev
	$(BIN)/python -m benchmarks $(ARGS)

messages: setup-dev
	$(BIN)/python scripts/messages.py

migrations: setup-dev
	BOREALIS_HOME=.cache/check $(BIN)/borealis database makemigrations

lock:
	@sh scripts/lock.sh

clean:
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
