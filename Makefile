# SPDX-License-Identifier: Apache-2.0
# `make bench` and `make test` do all the set-up they need; the rest is for developers. Options go to the command:
# make bench ARGS='--board teensy40 --json runs.json', make test ARGS='-k size'.

ARGS ?=
# Unless chosen otherwise, PlatformIO's packages stay in the project too: nothing installed elsewhere is touched.
export PLATFORMIO_CORE_DIR ?= $(CURDIR)/.cache/platformio
BIN := .venv/bin
# Our sources; what the build generates is elsewhere.
CODE = $(shell git ls-files --cached --others --exclude-standard '*.c' '*.cc' '*.cpp' '*.h')

.PHONY: all setup bench test verify-all fuzz grid records golden format lint clean help

all: setup
	@echo "Ready: make bench, $(BIN)/layerscope --help; for $(BIN)/pio without its package registry, $(BIN)/layerscope setup"

help:
	@echo "make          set up: compilers, .venv, PlatformIO's packages, the virtual boards"
	@echo "make bench    set up, then both boards, every build option: the tables"
	@echo "make test     set up, then all tests"
	@echo "make verify-all  compare 20,000 generated models of one operator each with the oracles"
	@echo "make fuzz     run damaged models under the sanitizers, a million by default: ARGS='--runs 10000000'"
	@echo "make grid     run 1,271 shapes on both virtual boards with reference, fast and general kernels"
	@echo "make records  our figures beside upstream's and the best published ones: ARGS='--models FOLDER --layers'"
	@echo "make golden   write the golden instruction counts, sizes and stacks anew (test/data, docs/kernels.md)"
	@echo "make format   clang-format and ruff over the tree"
	@echo "make lint     what the tree must pass: formats, ruff, mypy"
	@echo "make clean    remove what was built (.pio); .venv stays"

setup:
	@tools/prepare.sh
	@$(BIN)/layerscope setup

bench: setup
	@$(BIN)/layerscope bench $(ARGS)

test: setup
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

verify-all: setup
	@$(BIN)/layerscope verify --generated 20000 $(ARGS)

fuzz: setup
	@PYTHONPATH=tools:test/tools $(BIN)/python test/tools/fuzz.py $(ARGS)

grid: setup
	@PYTHONPATH=tools:test/tools $(BIN)/python test/tools/kernel_grid.py $(ARGS)

records: setup
	@$(BIN)/layerscope records $(ARGS)

golden: setup
	@$(BIN)/python test/tools/golden_counts.py
	@$(BIN)/python test/tools/code_size_base.py
	@$(BIN)/python test/tools/kernel_stacks.py

format:
	@$(BIN)/clang-format -i $(CODE)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint:
	@$(BIN)/clang-format --dry-run --Werror $(CODE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .pio compile_commands.json
