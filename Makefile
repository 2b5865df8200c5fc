# Every command of the workshop; `make` alone lists them.

PORT ?= 8000
SCALE ?= small
PYTHON := .venv/bin/python

export PORT SCALE

.DEFAULT_GOAL := help
.PHONY: help run test test-quick checks bench load shell messages lock screenshots clean

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name words; do \
		printf '%-18s %s\n' "$$name" "$$words"; done

run: ## Serve the portal with its demonstration world (PORT=8000)
	@./scripts/run.sh

test: ## Run everything: static checks, both databases, browser journeys
	@./scripts/test.sh all

test-quick: ## Run the suite on SQLite only (ARGS="tests/sme -k roster")
	@./scripts/test.sh quick $(ARGS)

checks: ## Run the static checks only
	@./scripts/test.sh checks

bench: ## Measure against references in the same run (SCALE=small|full)
	@./scripts/environment.sh dev
	@$(PYTHON) -m tests.bench

load: ## Ask for the real mix at rising rates, on SQLite and on PostgreSQL (SCALE=small|full)
	@./scripts/environment.sh dev
	@./scripts/postgres.sh $(PYTHON) -m tests.bench.mix sqlite postgresql

shell: ## Open a Python shell with the models at hand
	@./scripts/environment.sh runtime
	@$(PYTHON) manage.py shell

messages: ## Bring the Vietnamese catalogue up to date with the words in the code
	@./scripts/environment.sh dev
	@$(PYTHON) scripts/messages.py update

lock: ## Renew the hashed locks in requirements/ from pyproject.toml (needs uv)
	@sh requirements/lock.sh

screenshots: ## Take the pictures of docs/images anew (needs Chromium)
	@./scripts/environment.sh dev
	@$(PYTHON) -m scripts.screenshots

clean: ## Remove what was made: environment, caches, the demonstration database
	rm -rf .venv var .test.sqlite3* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
