# Every target sets up its own virtual environment: nothing but Python 3.11+, make and a package registry is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)

export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := 1
# Tests start hundreds of processes: each would compile our modules again where this is set.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo run test test-fast soak check hooks docs bench dashboard dagster ledger lock browser clean

demo: $(VENV)/.ready ## make the sample company and reconcile it
	@$(BIN)/tieout demo $(DEMO)
	@$(BIN)/tieout run -w $(DEMO)

run: $(VENV)/.ready ## reconcile the sample company again
	@$(BIN)/tieout run -w $(DEMO)

dashboard: $(VENV)/.ready ## open the dashboard on the sample company
	@$(BIN)/tieout dashboard -w $(DEMO)

ledger: $(VENV)/.ready ## serve the sample company's ledger over HTTP
	@$(BIN)/tieout ledger serve -w $(DEMO)

dagster: $(VENV)/.ready ## serve the graph, the schedule and the sensors
	@$(BIN)/tieout dagster -w $(DEMO)

test: $(VENV)/.ready browser ## every test, against real servers and a real browser
	$(PYTEST)

test-fast: $(VENV)/.ready ## what needs no server, no browser and no run, and the passes of matching: for everyday work
	$(PYTEST) tests/unit tests/passes

soak: $(VENV)/.ready browser ## long rounds of what `make test` plays in short ones
	TIEOUT_SOAK=1 $(PYTEST) -m soak --timeout 7200

check: $(VENV)/.ready ## format, lint, types, import rules, SQL, JavaScript
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oxlint --deny-warnings dashboards
	$(BIN)/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests
	$(BIN)/sqlfluff lint --processes 2 --config .sqlfluff-postgres ledger ingest reconcile reporting orchestration/migrations

hooks: $(VENV)/.ready ## what a commit is checked with, installed into git
	$(BIN)/pre-commit install

docs: $(VENV)/.ready ## draw the pictures of the documentation from the code
	$(BIN)/python -m docs.generate

bench: $(VENV)/.ready ## speed and memory, as ratios within one run
	$(BIN)/python -m benchmarks

lock: $(VENV)/.ready ## pin every dependency with its hashes
	$(UV) pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock

browser: ## Debian's Chromium, where it is missing
	@command -v chromium >/dev/null || ( apt-get update -qq && apt-get install -y -qq chromium >/dev/null ) || \
		{ echo "make test needs Debian's chromium: apt-get install chromium" >&2; exit 1; }

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "· setting up $(VENV)"
	@if command -v uv >/dev/null; then uv venv --quiet --clear --python $(PYTHON) $(VENV); \
	else $(PYTHON) -m venv --clear $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; fi
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps -e .
	@$(BIN)/python -c "from warehouse.compiled import compiled_project as compiled; compiled('duckdb')"
	@touch $@

clean: ## remove the environment, the sample company and every cache
	rm -rf $(VENV) $(DEMO) $(DEMO)-truth .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
