# Two commands on a fresh machine: `make demo` and `make test`. Everything lands in .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: all demo test check bench fuzz lock clean
all: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Nameplate needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: .venv/installed
	$(BIN)/nameplate review examples/district --holder examples/district/holder.yaml --as-of 2026-11-01 --out demo-review; \
	  code=$$?; test $$code -le 1

check: .venv/installed
	$(BIN)/ruff format --check src tests bench examples
	$(BIN)/ruff check src tests bench examples
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nameplate rules check
	$(BIN)/nameplate orders check

test: check
	$(BIN)/python -m pytest -n 2

bench: .venv/installed
	$(BIN)/python bench/run_all.py

# Ten minutes a reader; SECONDS=60 READERS="zeek snmprec" for less.
SECONDS ?= 600
fuzz: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'atheris>=3'
	$(BIN)/python tools/fuzz_readers.py --seconds $(SECONDS) $(READERS)

lock:
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev --extra fast --no-header --no-emit-index-url \
	  --no-annotate -q -o requirements.lock pyproject.toml requirements.build.in

clean:
	rm -rf .venv build dist demo-review
