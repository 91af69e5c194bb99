# make run        the comparison, in an environment of its own that is made when it is missing
# make dashboard  the pages in a browser
# make test       the tests
# make test-fast  tests of the rules and the model, in under a minute
# make baseline   write the numbers that the model is held to anew, when a change of results is meant
# make compare    compare what this tree and another revision compute, bit for bit: make compare REV=v1.2
# make lint       style, types, which package may import which, and language
# make docs       pages and pictures that take seconds, and a check of links
# make site       the documentation as web pages, to be read without a network, in build/site
# make archive    the pages of results with their studies, seeds and values in one file, in build/
# make bench      the benchmarks
# make echarts    another version of the library that draws charts: make echarts VERSION=5.6.0 (needs npm)
# make clean      removes environments and caches; results stay
#
# Another Python:  make PYTHON=python3.12 test      (gets an environment of its own, .venv-3.12)
# More arguments:  make run ARGS="--municipality Bodø --seeds 20"      make test ARGS="-k trust"

ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

# The first of these that is Python 3.11 or newer.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
	$(shell $(name) -c '$(ENOUGH)' >/dev/null 2>&1 && echo $(name))) python3)
WORKERS ?= auto
ARGS ?=

# A Python asked for by name gets an environment named by its version.
ifneq ($(origin PYTHON),file)
ASKED_FOR := -$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
endif
VENV ?= .venv$(ASKED_FOR)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
NEEDS := pyproject.toml constraints.txt

.PHONY: run dashboard test test-fast baseline compare lint docs site archive bench echarts clean

run: $(VENV)/.installed
	$(BIN)/samskaping compare $(ARGS)

dashboard: $(VENV)/.installed-dashboard
	$(BIN)/samskaping dashboard $(ARGS)

# Tests of one file share what it makes once (a server, a sweep), so they go to one worker. Files are handed out in the
# order of tests/conftest.py, the slow ones first; xdist would begin with those of many tests, which are the fast ones.
test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-fast: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not slow and not browser and not thorough" tests/agents tests/model $(ARGS)

baseline: $(VENV)/.installed-test
	$(BIN)/python tests/refresh_baseline.py $(ARGS)

compare: $(VENV)/.installed-test
	$(BIN)/python tests/compare_revisions.py $(REV) $(ARGS)

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.prose
	$(BIN)/python -m tools.catalogues --check

# Pages of results are written from the values of their last runs, in docs/values. The runs take minutes or hours, and
# each page says which command makes them.
docs: $(VENV)/.installed-test
	$(BIN)/samskaping odd --write docs/odd.md
	$(BIN)/python -m experiments.evidence.pages docs
	$(BIN)/python -m experiments.evidence.readme
	$(BIN)/python -m experiments.evidence.protocol docs
	$(BIN)/python -m experiments.evidence.scenarios docs
	$(BIN)/python -m experiments.evidence.sources docs
	$(BIN)/python docs/draw_architecture.py
	$(BIN)/python docs/check_links.py

site: $(VENV)/.installed-site
	$(BIN)/python -m tools.site $(ARGS)

archive: $(VENV)/.installed
	$(BIN)/python -m tools.archive build/samskaping-results.zip

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks $(ARGS)

echarts: FOLDER := dashboard/assets/echarts
echarts:
	@test -n "$(VERSION)" || { echo "Name the version, for example: make echarts VERSION=5.6.0" >&2; exit 1; }
	set -e; made=$$(mktemp -d); trap 'rm -rf "$$made"' EXIT; \
	(cd "$$made" && npm pack --silent echarts@$(VERSION) && tar -xzf echarts-*.tgz); \
	cp "$$made"/package/dist/echarts.esm.min.js "$$made"/package/LICENSE "$$made"/package/NOTICE \
		"$$made"/package/licenses/LICENSE-d3 $(FOLDER)/; \
	sed -i.old "s/version [0-9.]*[0-9]/version $(VERSION)/" $(FOLDER)/README.md; \
	sed -i.old "s/min.js?v=[0-9a-f]*/min.js?v=$$(python3 -c 'import hashlib, sys; \
		print(hashlib.md5(open(sys.argv[1], "rb").read()).hexdigest())' $(FOLDER)/echarts.esm.min.js)/" \
		dashboard/assets/charts.js; \
	rm $(FOLDER)/README.md.old dashboard/assets/charts.js.old

clean:
	rm -rf .venv .venv-* build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c '$(ENOUGH)' || { echo "Python 3.11 or newer with its venv module is needed (Debian:" \
		"apt install python3-venv), and $(PYTHON) is not; name another one, for example:" \
		"make PYTHON=python3.12 $(firstword $(MAKECMDGOALS) test)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Installed again only when the dependencies change. The first time takes a minute or two.
$(VENV)/.installed: $(NEEDS) | $(BIN)/python
	@$(PIP) --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(PIP) install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dashboard: $(NEEDS) | $(BIN)/python
	@$(PIP) --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(PIP) install --quiet -c constraints.txt -e ".[dashboard]"
	@touch $(VENV)/.installed $@

$(VENV)/.installed-test: $(NEEDS) | $(BIN)/python
	@$(PIP) --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(PIP) install --quiet -c constraints.txt -e ".[test,dev]"
	@touch $(VENV)/.installed $(VENV)/.installed-dashboard $@

$(VENV)/.installed-site: $(NEEDS) | $(BIN)/python
	@$(PIP) --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(PIP) install --quiet -c constraints.txt -e ".[test,dev,site]"
	@touch $(VENV)/.installed $(VENV)/.installed-dashboard $(VENV)/.installed-test $@
