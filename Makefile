# Everything runs from here; `make help` lists the commands. Setup steps are files that depend on what they
# were made from, so a step is repeated only when its source (a lock file, the front end) has changed.

BIN := .venv/bin
WORKER := .venv/.worker-installed
DEV := .venv/.dev-installed
BENCH := .venv/.bench-installed
NODE := frontend/node_modules/.installed
BUNDLE := frontend/dist/.vite/manifest.json
NPM := npm --prefix frontend --silent run
# Without compiling: most modules of torch are never imported, and those that are get compiled then.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# The first Python that is new enough; 3.11 first, because the locks were made with it.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check setup format schema lock clean fuzz bench bench-browser counters exports model-explorer figures \
	test-frontend test-python chromium check-python check-types check-imports check-migrations check-schema check-frontend

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(WORKER) $(BUNDLE) ## Set up what is missing, then serve on http://127.0.0.1:8000 (PORT=9000 for another port)
	@exec $(BIN)/python manage.py serve

test: test-frontend test-python ## Set up what is missing, then run every test (PROCESSES=6 with more than two cores)

# How many processes run the tests: one more than two cores, as each has to wait now and then.
PROCESSES ?= 3

test-frontend: $(NODE)
	$(NPM) test

# Pytest comes last, as its timed tests need a quiet machine, and its summary is what to read at the end.
test-python: $(DEV) $(BUNDLE) chromium test-frontend $(if $(filter check,$(MAKECMDGOALS)),check)
	$(BIN)/python -m pytest --numprocesses=$(PROCESSES) --dist=loadfile --no-loadscope-reorder

chromium: $(DEV)
	@$(BIN)/python -m tests.services.chromium

check: check-types check-python check-imports check-migrations check-schema check-frontend ## Formatters, linters, types, import rules, stale files
	@echo "make check: all checks passed"

setup: $(DEV) $(NODE) $(BUNDLE) ## Install everything for development and build the front end

format: $(DEV) $(NODE) ## Format Python and TypeScript
	$(BIN)/ruff check --fix --quiet . && $(BIN)/ruff format .
	$(NPM) format

check-python: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-types: $(DEV)
	$(BIN)/mypy explorer workers tests manage.py

check-imports: $(DEV)
	$(BIN)/lint-imports --no-logo

check-migrations: $(DEV)
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --deploy --fail-level WARNING

# The front end's types are generated from the API's own description; either file going stale is an error.
SCHEMA := $(BIN)/python manage.py spectacular --validate --fail-on-warn --file
TYPES := cd frontend && node_modules/.bin/openapi-typescript openapi.yaml --output

check-schema: $(DEV) $(NODE)
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && \
	$(SCHEMA) "$$fresh/openapi.yaml" && diff -u frontend/openapi.yaml "$$fresh/openapi.yaml" && \
	($(TYPES) "$$fresh/schema.d.ts" > /dev/null) && diff -u frontend/src/api/schema.d.ts "$$fresh/schema.d.ts" || \
	{ echo "frontend/openapi.yaml or frontend/src/api/schema.d.ts is stale: run make schema"; exit 1; }

check-frontend: $(NODE)
	$(NPM) check:format
	$(NPM) check:types
	$(NPM) check:imports
	@npm --prefix frontend --loglevel=error ci --dry-run > /dev/null || { echo "package.json and package-lock.json disagree"; exit 1; }
	@! grep -n '"resolved"' frontend/package-lock.json || { echo "package-lock.json names where packages came from"; exit 1; }

schema: $(DEV) $(NODE) ## Regenerate openapi.yaml and the front end's types from the API
	$(SCHEMA) frontend/openapi.yaml
	$(NPM) api:types

fuzz: $(DEV) ## Send the API random requests (EXAMPLES=20000 of each kind; make test sends 150)
	FUZZ_EXAMPLES=$(or $(EXAMPLES),20000) $(BIN)/python -m pytest --timeout=0 tests/api/test_fuzz.py

bench: $(DEV) $(BENCH) $(BUNDLE) ## Time cost reports against torchinfo, and over HTTP
	@$(BIN)/python -m tests.benchmarks.costs

bench-browser: $(DEV) $(BENCH) $(BUNDLE) chromium ## Time the diagram in Chromium against Netron (15 minutes; ARGS=--without-netron for ours alone)
	@$(BIN)/python -m tests.benchmarks.browser $(ARGS)

exports: $(DEV) ## Export every architecture and compare the file with PyTorch (30 minutes)
	@$(BIN)/python -m tests.benchmarks.exports

model-explorer: $(DEV) $(BENCH) chromium ## Open exported files in Google's Model Explorer and compare its sums with our totals
	@$(BIN)/python -m tests.benchmarks.model_explorer

figures: $(DEV) $(BUNDLE) chromium ## Make the pictures in docs/figures through the page's own export
	@$(BIN)/python -m tests.browser.figures

counters: $(DEV) $(BENCH) ## Run other FLOP counters and write their figures into docs/costs.md
	$(BIN)/python -m tests.benchmarks.counters

lock: $(DEV) ## Regenerate requirements/*.txt from requirements/*.in
	@for name in web worker dev bench; do CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --no-emit-options \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements/$$name.txt requirements/$$name.in && \
	sed -i.bak 's/^\(torch==[0-9.]*\)+.*/\1/' requirements/$$name.txt && rm requirements/$$name.txt.bak || exit 1; done

clean: ## Remove what setup and builds made; var/, your data, stays
	rm -rf .venv frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find explorer workers tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Layerscope needs Python 3.11 or newer; none was found. Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python"; exit 1; }
	@echo "Creating .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

$(WORKER): requirements/worker.txt | .venv/bin/python
	@echo "Installing Python packages (the first time this takes a few minutes, most of it for PyTorch)"
	@$(PIP) -r requirements/worker.txt
	@touch $@

$(DEV): requirements/dev.txt requirements/worker.txt | .venv/bin/python
	@echo "Installing Python packages (the first time this takes a few minutes, most of it for PyTorch)"
	@$(PIP) -r requirements/dev.txt
	@touch $(WORKER) $@

$(BENCH): requirements/bench.txt | .venv/bin/python
	@echo "Installing the counters that ours are compared with"
	@$(PIP) -r requirements/bench.txt
	@touch $@

$(NODE): frontend/package-lock.json frontend/package.json
	@node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)' || { echo "Layerscope needs Node 20.19 or 22.12 or newer to build its pages: install it, then try again."; exit 1; }
	@echo "Installing the front end's packages"
	@npm --prefix frontend --loglevel=error ci
	@touch $@

# Folders are listed too: their time changes when a file in them is added or removed.
$(BUNDLE): $(NODE) $(shell find frontend/src frontend/public 2>/dev/null) $(wildcard frontend/vite.config.ts frontend/tsconfig.json frontend/index.html)
	@echo "Building the pages"
	@$(NPM) build -- --logLevel warn
	@touch $@
