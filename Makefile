# GeoOps: the front door. `make demo` serves the demonstration, `make test` runs every test.
.DEFAULT_GOAL := help
.PHONY: help demo test faults check check-types check-rest bench shots lock clean

BIN := .venv/bin

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1|\2/' | column -t -s '|'

demo: ## Set everything up and serve the demonstration on http://127.0.0.1:8000
	@python3 setup/bootstrap.py app
	@exec $(BIN)/geoops demo serve

test: ## Set everything up, Chromium too, and run the whole test suite
	@python3 setup/bootstrap.py dev
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4

faults: ## Kill everything under 64 clients and 20,000 operations; nothing may be lost or oversold
	@python3 setup/bootstrap.py dev
	@GEOOPS_TEST_OPERATIONS=20000 $(BIN)/python -m pytest -s tests/faults/test_never_oversold.py

check: ## Linters, types and import contracts
	@python3 setup/bootstrap.py dev
	@$(MAKE) --no-print-directory --jobs=2 --output-sync check-types check-rest

check-types:
	$(BIN)/mypy

check-rest:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint geoops/web/templates
	$(BIN)/python setup/frontend.py check
	$(BIN)/python setup/messages.py check

bench: ## Measure speed as ratios to named limits
	@python3 setup/bootstrap.py dev
	@$(BIN)/python -m benchmarks

shots: ## Photograph every page, role, size and language into docs/screens/
	@python3 setup/bootstrap.py dev
	@$(BIN)/python setup/shots.py

lock: ## Lock the dependencies again (needs uv)
	uv pip compile pyproject.toml --extra dev --python-version 3.12 --universal --generate-hashes -q -o requirements/dev.txt
	uv pip compile pyproject.toml -c requirements/dev.txt --python-version 3.12 --universal --generate-hashes -q -o requirements/app.txt

clean: ## Remove the virtual environment and the embedded database with all its data
	@test ! -x $(BIN)/geoops || $(BIN)/geoops erase --yes
	rm -rf .venv .venv-uv .geoops node_modules
