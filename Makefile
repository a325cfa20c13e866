# What a person needs to type. Each target says what it does: `make help`.

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
# The interpreters worth trying when .venv is made, best first; `make setup PYTHON=/path/to/python` wins over all.
PYTHONS := $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python

# Archives carry the one time that their builder takes when it is told none, so that whoever builds the same files, from
# a clone or from the sdist, gets the same bytes.
unexport SOURCE_DATE_EPOCH
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help setup run docs pictures test lint format types mypy pyright layers check unit test-ranges generate report regenerate bench build publish lock fix clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Make .venv with all that run, test and build need
	@echo "$(VENV) is ready"

$(READY): requirements/dev.txt pyproject.toml
	@if ! $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  found=; for candidate in $(PYTHONS); do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo 'make setup: no Python 3.11 or later was found on PATH.' >&2; \
	    echo '  to do: install one, or name it: make setup PYTHON=/path/to/python3.11' >&2; exit 1; \
	  fi; \
	  echo "making $(VENV) with $$($$found --version)"; \
	  "$$found" -m venv $(VENV) || { \
	    echo 'make setup: this Python cannot make a virtual environment.' >&2; \
	    echo '  to do: install its venv module (Debian and Ubuntu: apt-get install python3-venv), then run make setup again' >&2; exit 1; }; \
	fi
	@$(PY) -m pip install -qq --require-hashes -r requirements/dev.txt || { \
	  echo 'make setup: pip could not install requirements/dev.txt.' >&2; \
	  echo '  to do: see the message above; behind a proxy or a mirror, configure pip for it, then run make setup again' >&2; exit 1; }
	@$(PY) -m pip install -qq --no-deps --no-build-isolation --no-index -e . || { \
	  echo 'make setup: the package itself could not be installed.' >&2; \
	  echo '  to do: see the message above; rm -r $(VENV) and make setup start from nothing' >&2; exit 1; }
	@touch $@

run: $(READY) ## Build from the supplied spec, start the emulator, sign in, use the client
	@$(PY) -m codegen build --verbose
	@echo
	@$(PY) examples/tour.py

test: lint format types layers check unit ## All that a reviewer asks for, in this order: the parts below

lint: $(READY) ## Part of test: ruff's rules
	@echo '== ruff check'
	@$(PY) -m ruff check .

format: $(READY) ## Part of test: ruff's layout (make fix mends it)
	@echo '== ruff format'
	@$(PY) -m ruff format --check .

types: mypy pyright ## Part of test: mypy --strict and pyright strict

mypy: $(READY)
	@echo '== mypy'
	@$(PY) -m mypy

pyright: $(READY)
	@echo '== pyright'
	@$(PY) -m pyright

layers: $(READY) ## Part of test: who may import whom
	@echo '== import-linter'
	@$(VENV)/bin/lint-imports --no-logo --no-cache

check: $(READY) ## Part of test: generated files equal a fresh build, byte by byte
	@echo '== codegen check'
	@$(PY) -m codegen check $(API)

unit: $(READY) ## Part of test: pytest, warnings as errors, coverage reported
	@echo '== pytest'
	@$(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term

test-ranges: $(READY) ## The wheel at the lowest and newest versions it allows (needs the package registry)
	@echo '== lowest and newest dependencies'
	@$(PY) -m pytest -m registry -rs tests/packaging

generate: $(READY) ## Write openapi.yaml and generated/ from spec/ (API=name for one of them)
	@$(PY) -m codegen build $(API)

report: $(READY) ## What SPEC=new.yaml would change; changes nothing (FORMAT=text|markdown|json|html OUT=file API=name)
	@test -n '$(SPEC)' || { echo 'make report: name the new file: make report SPEC=new.yaml' >&2; exit 2; }
	@# 1 means that there is something to read, which is no failure here.
	@$(PY) -m codegen report '$(SPEC)' $(CHOICES) $(if $(FORMAT),--format $(FORMAT)) $(if $(OUT),-o '$(OUT)') || test $$? -eq 1

regenerate: $(READY) ## Take SPEC=new.yaml over and build from it, all or nothing (ACCEPT=1 UPGRADE=1 API=name)
	@test -n '$(SPEC)' || { echo 'make regenerate: name the new file: make regenerate SPEC=new.yaml' >&2; exit 2; }
	@$(PY) -m codegen regenerate '$(SPEC)' $(CHOICES) $(if $(ACCEPT),--accept) $(if $(UPGRADE),--with-upgrade)

report regenerate: CHOICES = $(if $(API),--api '$(API)')

bench: $(READY) ## Decode and request times beside other ways, as ratios; the emulator under 50 clients for a minute
	@$(PY) -m benchmarks.decode
	@$(PY) -m benchmarks.request
	@$(PY) -m benchmarks.emulator_load

docs: $(READY) ## The site in docs/_build/html, offline; a warning is an error
	@$(PY) -m sphinx -W --keep-going -q -d docs/_build/doctrees -b html docs docs/_build/html
	@echo 'docs/_build/html/index.html is ready'

pictures: $(READY) ## Take the pictures of the README anew (needs Chromium)
	@$(PY) docs/pictures/make.py

build: $(READY) ## Wheel and sdist in dist/; the same commit gives the same bytes
	@rm -rf dist
	@$(PY) -m build --no-isolation --outdir dist .

# $(INDEX) may hold a password: it goes as it stands through the environment, where no list of processes shows it.
publish: export override INDEX := $(value INDEX)
publish: $(READY) ## Look, build, and send to INDEX=address-or-name what is missing there (DRY_RUN=1)
	@$(PY) -m codegen publish $(if $(DRY_RUN),--dry-run) $(if $(ALLOW_PUBLIC),--allow-public) $(if $(ALLOW_PLAIN),--allow-plain)

lock: $(READY) ## Compile requirements/*.in; UPGRADE=1 takes newer versions
	@$(PY) -m pip install -qq uv
	@for name in dev ci fuzz index; do \
	  $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	    --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

fix: $(READY) ## Let ruff mend what it can
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

clean: ## Remove what the tools leave behind; .venv stays
	@rm -rf dist build docs/_build htmlcov .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
