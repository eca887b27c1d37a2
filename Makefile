# Two commands matter: `make workshop` starts the course, `make test` checks everything.
#   make workshop ARGS="--port 9000"    passes flags on to `mentorcourse workshop`
#   make test ARGS="-k sign_in"         passes flags on to pytest
#   make audit                          asks whether a library of requirements.lock has known weaknesses (needs network)
#   make lock UPGRADE=--upgrade         also takes newer releases; without it only what pyproject.toml needs

PYTHON =
BIN = .venv/bin
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
          --custom-compile-command "make lock" $(UPGRADE)
LOCK = $(COMPILE) pyproject.toml

# Where this is set, Python compiles every library anew for each kernel, which triples a page's start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: workshop test test-long bench audit messages lock clean

workshop: .venv/workshop-installed
	$(BIN)/mentorcourse workshop $(ARGS)

test: .venv/test-installed
	$(BIN)/python tests/machine.py --install
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mentorcourse check
	$(BIN)/pytest -m "not long" -n 3 --dist worksteal $(ARGS)

test-long: .venv/test-installed
	$(BIN)/python tests/machine.py --install
	$(BIN)/pytest -m long $(ARGS)

bench: .venv/test-installed
	$(BIN)/python -m bench.join $(ARGS)
	$(BIN)/python -m bench.browser

.venv/workshop-installed: requirements.lock pyproject.toml
	PYTHON="$(PYTHON)" sh tests/environment.sh requirements.lock
	touch $@

.venv/test-installed: requirements-test.lock pyproject.toml
	PYTHON="$(PYTHON)" sh tests/environment.sh requirements-test.lock
	touch $@

audit: .venv-audit/installed
	.venv-audit/bin/python tests/audit.py requirements.lock

.venv-audit/installed: requirements-audit.lock
	PYTHON="$(PYTHON)" sh tests/environment.sh requirements-audit.lock .venv-audit
	touch $@

messages: .venv/test-installed
	$(BIN)/python -m mentorcourse.language.messages

.PHONY: docs
docs: .venv/test-installed
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "Open build/docs/index.html"

lock:
	sed -e 's/^  - python>=/  - python=/' -e '/^  - pip:$$/,$$d' environment.yml > .binder/environment.yml
	$(LOCK) --extra build --output-file requirements.lock
	$(LOCK) --extra build --extra test --constraints requirements.lock --output-file requirements-test.lock
	$(COMPILE) --group audit --output-file requirements-audit.lock

clean:
	rm -rf .venv .venv-audit .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
