# Everything a newcomer needs: `make run`, `make test`. `make help` lists the rest.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
	--require-hashes --no-deps --only-binary :all:
# PostgreSQL, Redis and S3 have their clients in a lock of their own: installed when asked for.
SERVICES := $(if $(DATABASE_URL)$(CACHE_URL)$(S3_BUCKET),$(VENV)/.services)

.PHONY: help install run test check bench faults messages lock clean
.DEFAULT_GOAL := help

help:  ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.run $(SERVICES)  ## Set up what `make run` and manage.py need

run: install  ## Serve the site with its demo at http://127.0.0.1:8000
	@exec $(BIN)/python manage.py serve --demo

# One kind after the other: plain tests on SQLite, then on a PostgreSQL of their own, then a real
# Chromium. Real kills take a quarter of an hour and have a target of their own, `make faults`.
# ARGS goes to one plain run of pytest instead.
test: $(VENV)/.run $(VENV)/.services $(VENV)/.test  ## Run all tests (or ARGS="tests/blog -x")
ifdef ARGS
	@$(BIN)/python -m pytest $(ARGS)
else
	@$(BIN)/python -m pytest -q -n 2 -m "not browser and not faults"
	@$(BIN)/python -m tests.on_postgres -q -n 2
	@$(BIN)/python -m pytest -q -m browser
endif

check: $(VENV)/.run $(VENV)/.services $(VENV)/.test $(VENV)/.check  ## Lint, types, migrations, deployment, import arrows
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m config.deploycheck
	$(BIN)/python -m pytest -q -p no:randomly tests/test_architecture.py

bench: $(VENV)/.run $(VENV)/.services  ## Measure engine, pages, queue; needs some minutes
	$(BIN)/python -m bench

faults: $(VENV)/.run $(VENV)/.services $(VENV)/.test  ## Kill, fill and restart real processes
	@$(BIN)/python -m pytest -m faults tests/faults $(ARGS)

$(BIN)/python:
	@python=""; \
	for name in python3.13 python3.14 python3.12 python3 python; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "error: Python 3.12 or newer is needed (3.13 recommended); found: $$(python3 --version 2>&1 || echo none)." >&2; \
	  echo "Install one (for example: pyenv install 3.13) and try again." >&2; \
	  exit 2; \
	fi; \
	rm -rf $(VENV) && $$python -m venv $(VENV)

$(VENV)/.%: requirements/%.txt | $(BIN)/python
	@$(PIP) -r $<
	@touch $@

# No dates and no line numbers in the catalogue: it changes when a text does, and not otherwise.
messages: $(VENV)/.run  ## Bring the translations up to date (needs GNU gettext)
	$(BIN)/python manage.py makemessages --locale es --no-location --no-wrap --no-obsolete \
	  $(foreach folder,$(VENV) var tests bench tools,--ignore $(folder))
	sed -i.old '/^"POT-Creation-Date: /d' locale/es/LC_MESSAGES/django.po && rm locale/es/LC_MESSAGES/*.old
	$(BIN)/python manage.py compilemessages --locale es --ignore $(VENV)

lock:  ## Renew the locks (needs uv)
	@for name in run services test check; do \
	  uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
	    --no-header --no-annotate $(LOCK) requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

clean:  ## Remove the environment and the caches, keep var/
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
