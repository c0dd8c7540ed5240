# Shortcuts, for those who like them; Go alone is enough (see CONTRIBUTING.md).

.DEFAULT_GOAL := help
.PHONY: help demo build test golden bench check

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Start the whole product with a simulated workspace
	go run ./cmd/leadloop demo

build: ## Build the program as it is shipped, as ./leadloop
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o leadloop ./cmd/leadloop

test: ## Run every test, with the race detector
	go test -race ./...

golden: ## Write the golden files again; read each change before it is committed
	UPDATE_GOLDEN=1 go test ./...

bench: ## Measure the program beside other bots; needs Linux, and Node.js for one of them
	go run ./bench

check: ## Run all that must be green before a change is merged
	.ci/run
