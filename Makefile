# Everything is done by `python3 -m launch VERB` (standard library only). Settings go behind: make run PORT=9000
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run setup test check journeys pictures fix seed bench reset backup restore

help: ## show this list
	@echo "Heard. You can run:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 @\2/p' Makefile | awk -F@ '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo "Settings: PORT=8000  HEARD_HOME=.heard (data and keys)  DATABASE_URL=postgresql://…  DEMO=0 (start empty)"
	@echo "More in docs/running.md."

run: ## start the site and its worker, with the demo the first time (press Ctrl-C to stop)
	@"$(PYTHON)" -m launch run

setup: ## get everything ready without starting: packages, database, demo. Then .venv/bin/python manage.py … works
	@"$(PYTHON)" -m launch setup

test: ## everything CI runs: format, lint, types, imports, migrations, tests, journeys in Chromium
	@"$(PYTHON)" -m launch test

check: ## the same without a browser and slow tests. For one slice: make check SLICE=responses
	@"$(PYTHON)" -m launch check

journeys: ## run only the journeys in Chromium
	@"$(PYTHON)" -m launch journeys

pictures: ## take the pictures in docs/pictures again, of the demo in Chromium
	@"$(PYTHON)" -m launch pictures

fix: ## correct the format, and what the linter can correct
	@"$(PYTHON)" -m launch fix

seed: ## load the demo into an empty database
	@"$(PYTHON)" -m launch seed

bench: ## measure with generated stories (STORIES=100000; ONLY=told or slow … for one part)
	@"$(PYTHON)" -m launch bench

reset: ## permanently delete the stories, people and mail of this home (asks first, keeps the keys)
	@"$(PYTHON)" -m launch reset

backup: ## save the database: make backup FILE=heard.tar.age PASSPHRASE=1 (or TO=age1…; with the keys: KEYS=1)
	@"$(PYTHON)" -m launch backup

restore: ## load a backup: make restore FILE=heard.tar.age (FORCE=1 replaces what’s there)
	@"$(PYTHON)" -m launch restore
