# Everything here does its own set-up first (packaging/set_up.py): a virtual environment in .venv with the
# libraries of the lock, and the shared libraries that Qt needs. When all of that is there it starts at once.

PYTHON ?= python3
BIN := .venv/bin
# Figures and pictures are made without a screen, whatever machine this is.
UNSEEN := QT_QPA_PLATFORM=offscreen
# What pytest is told beside its settings: two processes, or for instance PYTEST="-x tests/reading".
PYTEST ?= -n 2

.DEFAULT_GOAL := help
.PHONY: help run test screens pages bench lock clean

help:
	@echo "make run      make the sample case and open the window on it"
	@echo "make test     lint, format, types, import rules and every test"
	@echo "make screens  pictures of every place of the window, in build/screens"
	@echo "make pages    every exported document as pictures of its pages, in build/pages"
	@echo "make bench    figures: how long things take, how much they hold"
	@echo "make lock     write the locks anew from pyproject.toml (needs a network)"
	@echo "make clean    remove what was built; the set-up in .venv stays"

run:
	@$(PYTHON) packaging/set_up.py run
	@$(BIN)/python packaging/run_sample.py

test:
	@$(PYTHON) packaging/set_up.py test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(UNSEEN) $(BIN)/python -m pytest $(PYTEST)

screens:
	@$(PYTHON) packaging/set_up.py test
	$(UNSEEN) $(BIN)/python tests/screens.py build/screens

pages:
	@$(PYTHON) packaging/set_up.py test
	$(UNSEEN) $(BIN)/python tests/pages.py build/pages

bench:
	@$(PYTHON) packaging/set_up.py test
	@set -e; for figures in $(sort $(wildcard tests/bench/*.py)); do \
	    echo "== $$figures"; $(UNSEEN) $(BIN)/python $$figures; done

lock:
	PYTHON=$(PYTHON) packaging/lock.sh

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
