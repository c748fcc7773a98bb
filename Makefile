# The words of this project; CI uses the same ones. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PYTHON := $(BIN)/python
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Tests that need no node: those of an EVM in process read what is built.
PURE := tests/test_architecture.py tests/tools tests/proofs tests/counterpoise tests/evm
# One half; Brownie's tests and those of tests/chain, which wait for their nodes, take as long.
# On mainnet's state they take the recorded block alone, so that no network decides about them.
BESIDE := $(PURE) tests/fork
OFFLINE := env -u MAINNET_RPC_URL -u MAINNET_STATE

# Two at once: the findings of slither take as long as the tree.
CHECKS := check-format check-lint check-types check-words check-contracts check-tree check-page

.PHONY: help setup demo test test-fork pure test-deep mutants mutation symbolic check format abi snapshot bench coverage security clean
.PHONY: $(CHECKS)

help: ## List these words.
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1 \t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## Install and compile what is not there yet.
	@for python in python3.11 python3.10 python3; do \
		if "$$python" -c '' 2>/dev/null; then exec "$$python" -m tools.setup; fi; \
	done; \
	echo "counterpoise needs Python 3.10 or 3.11: \`apt install python3.11-venv\`, \`brew install python@3.11\`, or https://www.python.org/downloads" >&2; \
	exit 1

demo: setup ## Play prices against a vault: PRICES=file FROM=2020-03-01 TO=2020-04-01 SEED=7
	@exec $(PYTHON) -m counterpoise.backtest \
		$(if $(PRICES),--prices '$(PRICES)') $(if $(FROM),--from '$(FROM)') \
		$(if $(TO),--to '$(TO)') $(if $(SEED),--seed '$(SEED)')

test: setup ## Run every test, those of Brownie beside the others.
	@exec $(OFFLINE) $(PYTHON) -m tools.suites $(BESIDE) -- $(ARGS)

test-fork: setup ## Run the vault on mainnet's state: MAINNET_RPC_URL=node MAINNET_BLOCK=15538826, or the recorded block.
	@exec $(PYTHON) -m pytest -q -p no:pytest-brownie tests/fork $(ARGS)

pure: setup ## Run the tests that need no node, in two minutes.
	@exec $(PYTHON) -m pytest -q -p no:pytest-brownie $(PURE) $(ARGS)

test-deep: setup ## Run every test with many more examples; hours, so never in CI.
	@exec $(OFFLINE) $(PYTHON) -m tools.suites $(BESIDE) -- --hypothesis-profile=deep -o timeout=0 $(ARGS)

mutants: setup ## Plant each defect of tests/mutants and tell which test finds it; never in CI: ONLY=RB JOBS=2
	@exec $(PYTHON) -m tools.mutants $(if $(ONLY),--only '$(ONLY)') $(if $(JOBS),--jobs '$(JOBS)')

mutation: setup ## Judge a sample of slither-mutate's mutants of vault, constraint and math; hours, never in CI: ONLY=math/
	@exec $(PYTHON) -m tools.mutation $(if $(ONLY),--only '$(ONLY)') $(ARGS)

symbolic: setup ## Have halmos prove the rules of tests/symbolic, and refute each where its defect is planted; never in CI: ONLY=Exit
	@exec $(PYTHON) -m tools.symbolic $(if $(ONLY),--only '$(ONLY)')

check: setup ## Everything but the tests.
	@$(MAKE) -j2 $(CHECKS)
	@echo "check: all good"

check-format:
	@$(BIN)/ruff format --quiet --check . || { echo "Python is not formatted: run \`make format\`" >&2; exit 1; }
	@$(BIN)/forge fmt --check contracts interfaces tests/symbolic

check-lint:
	@$(BIN)/ruff check --quiet .

check-types:
	@$(PYTHON) -m mypy --no-error-summary counterpoise scripts tools

check-words:
	@$(BIN)/codespell

check-contracts:
	@$(PYTHON) -m tools.abi --check
	@$(PYTHON) -m tools.findings

check-tree:
	@$(PYTHON) -m pytest -q -p no:pytest-brownie tests/test_architecture.py tests/snapshots

check-page:
	@$(PYTHON) -m tools.security --check

format: setup ## Format the code.
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/forge fmt contracts interfaces tests/symbolic

abi: setup ## Write counterpoise/abi from the build.
	@$(PYTHON) -m tools.abi

snapshot: setup ## Write the gas, sizes, storage layouts and market scenarios that the tests compare with.
	@$(PYTHON) -m tools.snapshot
	@$(PYTHON) -m tests.snapshots.gas
	@$(PYTHON) -m tests.evm.market

bench: setup ## Measure gas beside its floor, into reports/bench.json.
	@exec $(PYTHON) -m tools.on_anvil $(BIN)/brownie run bench --network counterpoise

coverage: setup ## Report the lines and branches that the tests reach, in Python and in Solidity.
	@$(PYTHON) -m tools.coverage

security: setup ## Write docs/security.md: what the tests are worth, in figures of this tree.
	@$(PYTHON) -m tools.security

clean: ## Delete what was built; what was installed stays.
	@rm -rf build reports .cache .coverage .hypothesis .pytest_cache .mypy_cache .ruff_cache
