# Everything starts here: `make` alone says what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test stop bench lint

help: ## this list
	@echo "OneDoor: what you can make here"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## bring up the demo with its three jurisdictions (PORT=8080) and print addresses and sign-ins
	@tools/demo

test: ## run every test on servers of their own (ARGS="name" for some: what follows `cargo test`)
	@tools/test $(ARGS)

stop: ## end every server that demo, test or bench started here, and nothing else
	@tools/stop

bench: ## measure the hot paths beside their limits, on a release build
	@tools/bench $(ARGS)

lint: ## formatting and clippy, warnings are errors
	@tools/lint
