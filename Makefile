# The commands of everyday work. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
PY := .venv/bin/python
TEST_PROCESSES ?= 2

# The settings of a clinic that is open for patients, for the checks that look for what it would lack.
AS_IN_PRODUCTION := env \
	SECRET_KEY=a-made-up-key-that-signs-nothing-0123456789-abcdefghijklmnopqrst \
	ALLOWED_HOSTS=plumb.example BASE_URL=https://plumb.example \
	DATABASE_URL=postgres://plumb_app:unused@localhost/plumb REDIS_URL=redis://localhost \
	EMAIL_URL=smtp+tls://unused:unused@localhost:587 \
	DEMO=0 DEBUG=0 HTTPS=1 MIGRATION_DATABASE_URL=

##@ Everyday
.PHONY: help
help: ## List these commands
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: .venv/local.stamp ## Start Plumb with a demo clinic (PORT=9000 for another port); Ctrl-C stops it
	@exec $(PY) -m clinic.local.run "$(PORT)"

.PHONY: stop
stop: .venv/local.stamp ## Stop it from another terminal
	@$(PY) -m clinic.local.stop

.PHONY: reset
reset: .venv/local.stamp ## Stop it, and delete its database, its demo clinic and all else it has kept
	@$(PY) -m clinic.local.reset

##@ Before a change is taken in
.PHONY: test
test: check chromium ## Check everything, then run every quick test
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadgroup -m "not slow"

.PHONY: test-slow
test-slow: .venv/dev.stamp chromium ## Run the tests that take their time
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadgroup -m "(slow or thorough) and (not drill or rehearsed)" --hypothesis-profile thorough || { code=$$?; [ $$code = 5 ] || exit $$code; echo "There are no slow tests."; }

.PHONY: drills
drills: .venv/dev.stamp ## Kill senders, brokers, databases and mail servers, and watch the mail come through (DRILL_SIZE=0.1 for a tenth)
	@DRILL_SIZE="$(or $(DRILL_SIZE),1)" nice -n 10 $(PY) -m pytest -s -m drill

.PHONY: bench-mail
bench-mail: .venv/dev.stamp ## Measure the mail pipeline, each figure as a ratio of one run
	@nice -n 10 $(PY) bench/mail.py

.PHONY: check
check: .venv/dev.stamp ## Lint, types, templates, migrations, settings, requirements
	@echo "requirements"; $(PY) -m clinic.local.requirements check
	@echo "ruff"; $(PY) -m ruff check --quiet . && $(PY) -m ruff format --quiet --check .
	@echo "templates"; $(PY) -m djlint --quiet --lint templates
	@echo "types"; $(AS_IN_PRODUCTION) $(PY) -m mypy --no-error-summary
	@echo "migrations"; $(AS_IN_PRODUCTION) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run -v 0
	@echo "settings"; $(AS_IN_PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

##@ Now and then
.PHONY: lock
lock: .venv/dev.stamp ## Pin the requirements anew from pyproject.toml (UPGRADE=1 for the newest)
	@$(PY) -m clinic.local.requirements lock $(if $(UPGRADE),--upgrade)

.PHONY: messages
messages: .venv/local.stamp ## Compile the translations that have changed
	@$(PY) -m clinic.local.messages

# How the above get what they need. A stamp holds the digest of the requirements that were installed.
.PHONY: FORCE
.venv/%.stamp: FORCE
	@clinic/local/install.sh "$*"

.PHONY: chromium
chromium: .venv/dev.stamp
	@clinic/local/chromium.sh
