# `make` builds the environment and the example study's report; `make test` runs the tests.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
STUDY ?= .

# Snakemake has a lot to say after a step that failed; what a person needs comes last, and once more.
RUN = rm -f "$(STUDY)/logs/stopped.txt"; $(BIN)/snakemake --snakefile Snakefile --directory "$(STUDY)"
TELL = || { cat "$(STUDY)/logs/stopped.txt" 2>/dev/null; exit 2; }

.PHONY: report feedback evaluation slurm test check notebook clean lock

report: .venv/base.stamp
	@$(RUN) $(TELL)
	@echo "The report is in $(STUDY)/reports; evidence.html there leads to the words behind it."

# What each round gave, for participants and professionals; from then on `make` keeps it up to date.
feedback: .venv/base.stamp
	@$(RUN) feedback $(TELL)
	@echo "The feedback is in $(STUDY)/reports/feedback."

# How good the suggestions are, on transcripts they have not seen.
evaluation: .venv/base.stamp
	@$(RUN) evaluation $(TELL)

# The same on a cluster with Slurm, from its login node: workflow/profiles/slurm/README.md.
slurm: .venv-slurm/stamp
	.venv-slurm/bin/snakemake --snakefile Snakefile --directory $(STUDY) --workflow-profile workflow/profiles/slurm

test: .venv/dev.stamp
	$(BIN)/python -m pytest

check: .venv/dev.stamp
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint
	$(BIN)/mypy

notebook: .venv/notebook.stamp
	cd "$(STUDY)" && "$(CURDIR)/$(BIN)/python" -m delphi.review

clean:
	rm -rf data/interim data/coded/tags.csv reports logs .snakemake

# The newest versions that fit, with hashes; run it to upgrade, then look at the differences.
lock: .venv/dev.stamp
	$(PIP) uv
	for name in dev notebook base slurm benchmarks; do \
	  extra=$$name; test $$name = base && extra=build; \
	  constraint=; test $$name = dev || constraint="--constraint requirements/dev.lock"; \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	    --no-emit-index-url --no-annotate --no-header --extra $$extra $$constraint \
	    pyproject.toml --output-file requirements/$$name.lock || exit 1; \
	done

# Snakemake's plugins for clusters have environments of their own: they ask the cluster at every start.
.venv-%/stamp: requirements/%.lock pyproject.toml
	@echo "Making .venv-$* with what requirements/$*.lock lists"
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/$*.lock
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/bin/python:
	@echo "Making the environment with $(PYTHON) (once, a few minutes)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "delphi needs Python 3.11 or newer; say make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv

# The development environment holds the notebook's, and that one the base's, in the same versions.
.venv/%.stamp: requirements/%.lock pyproject.toml | .venv/bin/python
	@echo "Installing what requirements/$*.lock lists"
	$(PIP) --require-hashes --requirement requirements/$*.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
