# Needs Python 3.11+ and make, nothing else. PYTHON=... chooses the interpreter.
SHELL := /bin/sh
BIN := .venv/bin
CODE := xfconsole screens data tests bundle
UV ?= uv
# Tests of consoles on a terminal wait now and then: two workers share a core.
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))
CHECK = $(BIN)/ruff format --check $(CODE) && $(BIN)/ruff check $(CODE) && \
	$(BIN)/mypy $(CODE) && $(BIN)/lint-imports
# Each of the many consoles that tests start would compile every module anew.
export PYTHONDONTWRITEBYTECODE =
COMPILE = $(UV) --no-config pip compile --quiet --universal --generate-hashes \
	--python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	$(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help setup run demo test torture check fuzz bench bundle lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

setup: .venv/.dev ## make .venv with the xfconsole command and the development tools in it

run: .venv/.runtime ## start the console; pass options with ARGS="..."
	@$(BIN)/xfconsole $(ARGS)

demo: .venv/.runtime ## start a throw-away office with a night already under way
	@$(BIN)/xfconsole --demo $(ARGS)

test: .venv/.dev ## run every check and every test
	@said=$$(mktemp) && trap 'rm -f "$$said"' EXIT; ($(CHECK)) >"$$said" 2>&1 & checking=$$!; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS); tested=$$?; \
	wait $$checking; checked=$$?; cat "$$said"; [ $$tested = 0 ] && [ $$checked = 0 ]

torture: .venv/.dev ## run the tests that take long and are left out of the others
	$(BIN)/python -m pytest -n $(WORKERS) -m torture --hypothesis-profile torture $(ARGS)

check: .venv/.dev ## check format, lint, types and the direction of imports
	$(CHECK)

fuzz: .venv/.dev ## fuzz every reader of text from outside; ARGS="SECONDS TARGET ..."
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --only-binary :all: \
		--requirement requirements/fuzz.txt
	$(BIN)/python -m tests.fuzz $(ARGS)

bench: .venv/.dev ## measure the console's speed and print the table
	$(BIN)/python -m tests.bench $(ARGS)

bundle: .venv/.runtime ## make the archive for a laptop without a network; PYTHON=none: with a Python
	$(BIN)/python -m bundle.build --platform "$(PLATFORM)" --python "$(PYTHON)"

lock: ## renew the pins with uv; newer versions with UPGRADE=--upgrade
	cd requirements && $(COMPILE) runtime.in build.in --output-file runtime.txt
	cd requirements && $(COMPILE) runtime.in build.in dev.in --constraint runtime.txt \
		--output-file dev.txt
	cd requirements && $(COMPILE) runtime.in build.in dev.in fuzz.in --constraint dev.txt \
		--output-file fuzz.txt
	cd requirements && $(COMPILE) bundle.in --constraint dev.txt --output-file bundle.txt

clean: ## remove .venv and everything that was made
	rm -rf .venv build dist *.egg-info .fuzz .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written only when everything before it went well. The development pins hold the
# runtime's, so the second stamp may renew the first, which a fresh start has swept away.
.venv/.runtime: requirements/runtime.txt requirements/runtime.in pyproject.toml
	@PYTHON="$(if $(filter bundle,$(MAKECMDGOALS)),,$(PYTHON))" sh requirements/venv.sh runtime
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	@sh requirements/venv.sh dev
	@# Else each worker of the first run would compile all tests anew.
	@$(BIN)/python -m pytest --collect-only --quiet >/dev/null || true
	@touch .venv/.runtime $@
