# make run: everything from a fresh clone to a running server. Needs python3, make and git.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# The first interpreter that runs, is of a supported version and can make environments.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && echo $$python && break; done)
PYTEST_ARGS ?=
EVAL_ARGS ?=
# make bench ROUNDS=10: more rounds where a benchmark takes turns.
ROUNDS ?=
# Handed on untouched, so that a question may hold quotes and dollar signs.
override Q := $(value Q)
export Q

.PHONY: setup run ask test test-long lint browser eval bench lock

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || test -n "$(PYTHON)" || { \
		echo "planqa needs Python 3.11, 3.12 or 3.13 with venv (Debian: apt-get install python3-venv);" \
		"name another with make PYTHON=/path/to/python" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt setuptools
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt \
		--no-build-isolation -e '.[dev,eval]'
	@touch $@

run: setup
	$(BIN)/planqa serve

ask: setup
	@test -n "$$Q" || { echo 'usage: make ask Q="Which priorities fund cycling infrastructure?"' >&2; exit 2; }
	@$(BIN)/planqa ask -- "$$Q"

# Two processes (tests/conftest.py says which test goes where), of one thread each: where there are
# more threads than cores, those of a small model wait for one another many times longer than they
# work. `make test PYTEST_ARGS="-n 0"` runs all in one.
test: lint browser
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

# Exit code 5 is pytest's "no test was selected": no failure while there is no long test.
test-long: setup
	$(BIN)/python -m pytest -m long $(PYTEST_ARGS) || test $$? -eq 5

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The browser tests drive the machine's own Chromium.
browser:
	@if command -v chromium || command -v chromium-browser || command -v google-chrome; then :; \
	elif ! command -v apt-get >/dev/null; then missing=1; \
	elif test "$$(id -u)" = 0; then apt-get update && apt-get install -y --no-install-recommends chromium; \
	elif sudo -n true 2>/dev/null; then \
		sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium; \
	else missing=1; fi; \
	test -z "$$missing" || { echo "The browser tests need Chromium, and it cannot be installed from" \
		"here: install it (Debian: sudo apt-get install chromium) and run make test again." >&2; exit 1; }

eval: setup
	$(BIN)/planqa eval run $(EVAL_ARGS)
	$(BIN)/planqa eval report

bench: setup
	@for script in $(filter-out bench/measure.py bench/chunk_server.py bench/made_passages.py bench/replica_servers.py $(wildcard bench/scale_*.py),$(wildcard bench/[a-z]*.py)); do \
		echo "== $$script"; \
		case $$script in *start.py|*ingestion.py|*concurrency.py|*replicas.py) rounds="$(ROUNDS)";; *) rounds=;; esac; \
		$(BIN)/python $$script $$rounds || exit 1; done

# After a change of versions in .venv: writes them down. `+cpu` marks a local build of torch, and
# audioop-lts is what gradio needs besides on Python 3.13.
lock:
	{ $(BIN)/python -m pip freeze --all --exclude-editable; echo audioop-lts==0.2.2; } \
		| grep -v '^pip==' | sed 's/+cpu$$//' | LC_ALL=C sort -fu > constraints.txt
