# One entry for everything. Each target does its whole set-up: a .venv, the packages of constraints.txt, what it needs of Debian is named.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install demo demo-all serve test test-all said test-oldest test-install dist release docs bench build check lint lock clean

help:            ## what there is
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

install: .venv/.tools  ## the .venv with the packages, and the tools of whoever changes the code
# What a user needs, and no more; then the tests' packages and the tools of `make lint`.
.venv/.installed: pyproject.toml candidat/pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ./candidat -e .
	@touch $@
.venv/.tools: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ./candidat -e '.[tests,lint,docs]'
	@touch $@

# The épreuve that shows most of what the kit does; another: make demo EPREUVE=e05.
EPREUVE := e17
demo: .venv/.installed  ## a fictional cohort goes through one épreuve, from its sujet to the jury
	$(BIN)/epreuves demo $(EPREUVE)

demo-all: .venv/.installed  ## the same, through all the épreuves
	$(BIN)/epreuves demo

serve: .venv/.installed  ## JupyterLab on the demonstration
	$(BIN)/epreuves demo $(EPREUVE) --serve

CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser)
BWRAP ?= $(shell command -v bwrap)
POSTGRES ?= $(shell command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -1)
SOFFICE ?= $(shell command -v soffice)
GRAMMALECTE ?= $(shell command -v grammalecte-cli)
# A hub makes accounts: root, JupyterHub in the .venv and its proxy; the browser is Chromium's.
ROOT := $(filter 0,$(shell id -u))
HUB ?= $(if $(ROOT),$(if $(CHROMIUM),$(if $(and $(BWRAP),$(shell command -v nft),$(shell command -v configurable-http-proxy)),$(shell $(BIN)/python -c 'import jupyterhub, jupyterhub_idle_culler; print("here")' 2>/dev/null))))
NO_HUB := $(if $(ROOT),--ignore-glob='tests/hub/test_hub*.py',--ignore=tests/hub)
# What a machine lacks is left out, and said: a folder, or the tests that bear a mark.
LEFT_OUT = $(if $(BWRAP),,--ignore=tests/hostile) $(if $(SOFFICE),,--ignore=tests/files) $(if $(HUB),,$(NO_HUB))
LACKING = $(if $(CHROMIUM),,navigateur) $(if $(POSTGRES),,serveur) $(if $(GRAMMALECTE),,langue)
SPACE := $() $()
but = $(if $(strip $(1)),-m "not ($(subst $(SPACE), or ,$(strip $(1))))")
PYTEST = $(BIN)/python -m pytest -n auto --dist loadgroup $(LEFT_OUT)
test: lint       ## lint, then what proves a change in minutes: CONTRIBUTING says which guarantee; what this machine lacks is left out, and said
	$(PYTEST) $(call but,slow $(LACKING))
	@$(MAKE) --no-print-directory said

test-all: lint   ## lint, then every test, each épreuve on all its variants, and test-install
	$(PYTEST) --all-variants $(call but,$(LACKING))
	@$(MAKE) --no-print-directory test-install
	@$(MAKE) --no-print-directory said
	@test -n "$$EPREUVES_PYODIDE" || echo "EPREUVES_PYODIDE names no distribution of Pyodide: an épreuve sat in the browser, from its first cell to « Rendre », was not tried. Unpack pyodide-314.0.6.tar.bz2, then EPREUVES_PYODIDE=its folder make test-all."

said:            # what this machine lacks
	@test -n "$(CHROMIUM)" || echo "Chromium is missing: what is seen in a browser (tests/browser, tests/entry and others) did not run. apt-get install chromium, then make test."
	@test -n "$(BWRAP)" || echo "bubblewrap is missing: what asks for walls, tests/hostile (hostile copies) first, did not run. apt-get install bubblewrap, then make test."
	@test -z "$(BWRAP)" || test -e /usr/include/asm-generic/unistd.h || echo "The kernel's headers are missing: that the walls refuse calls by the kernel's own numbers was not looked at. apt-get install linux-libc-dev, then make test."
	@test -n "$(SOFFICE)" || echo "LibreOffice is missing: tests/files (workbooks and documents handed in) did not run. apt-get install libreoffice-calc, then make test."
	@test -n "$(GRAMMALECTE)" || echo "Grammalecte is missing: tests of hints on language did not run. apt-get install grammalecte-cli, then make test."
	@test -n "$(ROOT)" || echo "Not root: tests/hub (copies stamped as they arrive, a real JupyterHub) did not run. Both make accounts or take folders from them: sudo make test."
	@test -n "$(HUB)" || echo "JupyterHub, its proxy, nftables, bubblewrap or Chromium is missing: tests/hub/test_hub*.py (a session on a real hub, the recipe to its end) did not run. apt-get install nodejs npm chromium nftables bubblewrap, npm install -g configurable-http-proxy, .venv/bin/python -m pip install -c constraints.txt -e ./candidat -e '.[hub]', then make test as root."
	@test -z "$(HUB)" || { command -v nginx && command -v caddy && command -v systemd-analyze; } >/dev/null || echo "nginx, caddy or systemd-analyze is missing: the files that put https in front of a hub, or its service, were not tried. apt-get install nginx caddy systemd, then make test."
	@test -n "$(POSTGRES)" || echo "PostgreSQL is missing: tests of a gradebook on a server did not run. apt-get install postgresql, then make test."

docs: install    ## the documentation as a site, by role, in documentation/
	$(BIN)/python docs/site/make.py documentation

bench: .venv/.installed   ## e17 through the kit, stock nbgrader and the limit: 200 copies, then growth from 10 to 1,000
	$(BIN)/python -m benchmarks.autograde --copies 200 --growth 10 100 1000 --json

build: .venv/.installed   ## source/, release/ and datasets/ from sujets/
	$(BIN)/epreuves build

check: .venv/.installed   ## the authors' lint, on all variants
	$(BIN)/epreuves check

OLDEST := .venv-oldest
# What old packages say of newer ones is no failure there: -W default.
test-oldest: install  ## runner, marking and gradebook with the oldest packages that pyproject.toml allows; slow, in a .venv of its own
	$(BIN)/uv venv --quiet --clear --no-python-downloads --python $(BIN)/python $(OLDEST)
	$(BIN)/uv pip install --quiet --python $(OLDEST) --resolution lowest-direct -e ./candidat -e '.[tests]'
	$(OLDEST)/bin/python -m pytest -W default -n auto --dist loadgroup tests/runner tests/marking tests/gradebook $(if $(POSTGRES),,-m "not serveur")

VERSION = $(shell $(BIN)/python -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
dist: install    ## the wheels and source archives of both distributions
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	cd candidat && ../$(BIN)/python -m hatchling build -d ../dist

test-install: dist  ## both, installed from these files in environments that hold nothing else, by each Python that the machine has
	$(BIN)/python -m tests.repository.installing dist

release: lint    ## the archives of a finished version, checked and installed; nothing is sent
	@grep -m1 '^## ' CHANGELOG.md | grep -q '^## $(VERSION) (20' || { echo "CHANGELOG.md does not open with $(VERSION), the version of pyproject.toml, and its date: CONTRIBUTING.md says how a version is finished."; exit 1; }
	@$(MAKE) --no-print-directory test-install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt 'twine>=6,<8'
	$(BIN)/twine check --strict dist/*
	@grep -q '^\[project.urls\]' pyproject.toml || echo "pyproject.toml says no address of the project ([project.urls]): give both the repository's before they are sent."
	@echo "dist/ is ready, and nothing was sent. Tag the commit v$(VERSION); what to say of it is the first section of CHANGELOG.md."

lint: install    ## style, layers, declared packages and types of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/deptry epreuves epreuves_kit
	$(BIN)/deptry tests benchmarks --exclude 'tests/.*/cours/|tests/old/v0_14/' --ignore DEP002,DEP004
	$(BIN)/mypy

lock: install    ## constraints.txt from what is installed, and what a hub needs beside
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ./candidat -e '.[tests,lint,docs,hub]'
	$(BIN)/python -m pip freeze --exclude-editable --exclude epreuves --exclude epreuves-candidat | grep -E '^[A-Za-z0-9._-]+==' > constraints.txt

clean:           ## forget the demonstration and the gradebook's copies of it
	rm -rf submitted/fictif-* autograded/fictif-* feedback/fictif-*
