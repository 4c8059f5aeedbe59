# `make run` opens the dashboard, `make test` runs every test; both do all of their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
export SCORECARD_STORE ?= data/store
# Where Python may not keep bytecode, each of many processes compiles all that it imports again.
export PYTHONDONTWRITEBYTECODE :=
# Tests run in as many processes as there are cores: threads of each would wait for one another.
export OPENBLAS_NUM_THREADS := 1

.PHONY: run test check bench sample lock schema docs screenshots clean

run: $(VENV)/sample
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev $(VENV)/chromium
	$(BIN)/pytest -n auto --dist worksteal

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/scorecard check

bench: $(VENV)/dev
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_screening.py
	$(BIN)/python tests/bench_pages.py

sample: $(VENV)/sample

# The mark is made when the sample is wholly loaded: a store that is there may still be empty.
$(VENV)/sample: | $(VENV)/run
	$(BIN)/scorecard sample --load --store data/store
	touch $@

# A virtual environment with exactly what the lock file says, each package checked by its hash.
# Bytecode is made when a module is first used: most of what is installed never is.
$(VENV)/run: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/chromium: $(VENV)/run
	sh tests/screen/install_chromium.sh
	touch $@

# The lock files hold for every system and every Python from 3.11; they name no index.
lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --no-header --quiet pyproject.toml tests/build-requirements.in -o requirements.txt
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --no-header --quiet --extra dev pyproject.toml tests/build-requirements.in \
	  -c requirements.txt -o requirements-dev.txt

schema: $(VENV)/run
	$(BIN)/scorecard schema

# The data dictionary and the list of key actions, from the configuration.
docs: $(VENV)/run
	$(BIN)/python tests/make_data_dictionary.py

screenshots: $(VENV)/dev $(VENV)/chromium
	SCORECARD_SCREENSHOTS=build/screenshots $(BIN)/pytest -m browser tests/screen

clean:
	rm -rf $(VENV) build data/store data/sample
