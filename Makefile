# make run     build everything, serve http://127.0.0.1:3000
# make demo    the same with the demo book in a workspace that is thrown away; the sign-in is printed
# make test    every check there is
# make dist    only what the browser loads, into dist/
# make bench   measure the server and the device against the budgets, a table each
# make soak    what make test tries a little, for hours: soak-simulation SEEDS=1000000 (FIRST_SEED=… goes on where the last ended),
#              soak-process TIMES=1000 (the real server killed, stopped, cut, filled and locked under load), soak-browser TIMES=200
# make mutants break the sync core line by line: does a test notice? (MUTATED=register runs one file)
# make pictures  take the pictures of the README and of the manifests anew
# make tools   only what the above need: the wasm target, npm packages
#
# Nothing needs to be installed by hand but Rust (rustup), Node.js with npm, make and a C compiler; for make test Python with venv, too.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export CARGO_TARGET_DIR ?= $(CURDIR)/target
# What is built once and thrown away need not be ready for the next edit.
ifdef CI
export CARGO_INCREMENTAL ?= 0
endif
XTASK ?= cargo xtask
LISTEN ?= 127.0.0.1:3000
DATABASE ?= sqlite://data/yardstick.db

.PHONY: help tools dist run demo test chromium bench bench-server bench-device soak soak-simulation soak-process soak-browser mutants pictures
help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# --- What is needed to build -------------------------------------------------------------------------------------

NODE_MODULES := end2end/node_modules/.package-lock.json

tools: $(NODE_MODULES)
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

$(NODE_MODULES): end2end/package.json end2end/package-lock.json
	cd end2end && timeout 600 npm ci --no-audit --no-fund
	touch $@

SCHEMATHESIS_VERSION := 4.32.5
SCHEMATHESIS_FOLDER := $(CARGO_TARGET_DIR)/schemathesis-$(SCHEMATHESIS_VERSION)
SCHEMATHESIS := $(SCHEMATHESIS_FOLDER)/bin/schemathesis

# It comes from the Python package index; without it the check fails rather than being left out.
$(SCHEMATHESIS):
	@folder="$(SCHEMATHESIS_FOLDER)"; rm -rf "$$folder"; \
	python3 -m venv "$$folder" && \
	  timeout 300 "$$folder/bin/pip" install --quiet --disable-pip-version-check schemathesis==$(SCHEMATHESIS_VERSION) || { \
	  rm -rf "$$folder"; \
	  echo "schemathesis $(SCHEMATHESIS_VERSION) could not be installed. Needed: Python 3.10 or later with venv (Debian: python3-venv) and a package index." \
	    "Behind a mirror set PIP_INDEX_URL, or put the program at $(SCHEMATHESIS_FOLDER)/bin/schemathesis yourself; then run make check-api again." >&2; exit 1; }

# Debian's Chromium without its windows (the tests take two thirds of the time with it) and a Chinese font, where no Chromium is found.
chromium:
	@command -v "$${CHROMIUM:-chromium-headless-shell}" >/dev/null || command -v chromium >/dev/null || { \
	  as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  timeout 300 $$as_root apt-get update -qq && \
	  timeout 900 $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-noto-cjk; }

# --- Building and running ----------------------------------------------------------------------------------------

dist: tools
	$(XTASK) dist

run: dist
	cargo build --locked --release --package yardstick-server --bin yardstick
	mkdir -p data
	exec "$(CARGO_TARGET_DIR)/release/yardstick" serve --listen $(LISTEN) --database $(DATABASE)

demo: dist
	cargo build --locked --release --package yardstick-server --bin yardstick
	exec "$(CARGO_TARGET_DIR)/release/yardstick" demo --listen $(LISTEN)

# --- Measuring -----------------------------------------------------------------------------------------------------

# LONG adds a million edits of history and a minute of live devices.
bench:
	$(MAKE) bench-server LONG=1
	$(MAKE) bench-device

bench-server:
	cargo build --locked --release --package yardstick-bench --package yardstick-server --bin bench --bin yardstick
	cd "$(CARGO_TARGET_DIR)" && release/bench $(if $(LONG),--long) --out "$(CURDIR)/docs/bench-server.md"

bench-device: dist chromium
	cargo build --locked --release --package yardstick-server --bin yardstick
	cd end2end && YARDSTICK_PATIENCE_MS=600000 YARDSTICK_BINARY="$(CARGO_TARGET_DIR)/release/yardstick" \
	  npx playwright test --config bench.config.ts

# --- Checking ----------------------------------------------------------------------------------------------------

# Each with the minutes after which it has failed, and all of them together. All are run, whatever the others say. What the browser loads is
# built beside the Rust tests, and the API asked beside the browser: each leaves a processor idle for minutes.
ALL_MINUTES := 40
CHECKS_RUST := fmt:1 clippy:12 docs:10 licences:5 rust:30
CHECKS_DIST := dist:30 contract:10 sizes:1 clippy-app:12 docs-app:10 app:12
CHECKS_BROWSER := browser:25
CHECKS_API := api:10
CHECKS := $(CHECKS_RUST) $(CHECKS_DIST) $(CHECKS_BROWSER) $(CHECKS_API)

# cargo holds its lock on target/debug while it builds, and `cargo xtask` would wait for it; the program does not.
test: tools chromium
	cargo build --quiet --locked --package xtask
	@told=$$(mktemp -d); trap 'rm -rf "$$told"' EXIT; \
	check_each() { \
	  for check in "$$@"; do \
	    local name=$${check%:*} began=$$SECONDS limit=$$(( $${check#*:} * 60 )) left=$$(( $(ALL_MINUTES) * 60 - SECONDS )); \
	    echo "── $$name"; \
	    if [ $$left -lt $$limit ]; then limit=$$left; fi; \
	    if [ $$limit -gt 0 ] && timeout --kill-after=10 $$limit $(MAKE) check-$$name XTASK="$(CARGO_TARGET_DIR)/debug/xtask"; \
	    then touch "$$told/$$name.passed"; else touch "$$told/$$name.failed"; fi; \
	    echo "── $$name: $$((SECONDS - began)) s"; \
	  done; }; \
	check_each $(CHECKS_DIST) > "$$told/log" 2>&1 & \
	check_each $(CHECKS_RUST); wait $$!; cat "$$told/log"; \
	check_each $(CHECKS_API) > "$$told/log" 2>&1 & \
	check_each $(CHECKS_BROWSER); wait $$!; cat "$$told/log"; \
	if [ -e "$$told/browser.failed" ]; then cat end2end/test-results/failed.txt || true; fi; \
	cd "$$told"; passed=$$(ls | grep -c '\.passed$$' || true); failed=$$(ls | sed -n 's/\.failed$$//p' | xargs); \
	echo "$$passed passed, $$(wc -w <<< "$$failed") failed$${failed:+: $$failed}"; [ "$$passed" = $(words $(CHECKS)) ]

NATIVE := --workspace --exclude yardstick-app --exclude yardstick-idb
# In the profile of the build, so that macros and build scripts are built once for both.
WASM := --package yardstick-app --package yardstick-idb --features yardstick-idb/contract --target wasm32-unknown-unknown

# Passes on what cargo prints, and fails unless the one test that was named was run: a name that is no more is a test that is no more.
RAN_ONE := tee >(cat >&2) | grep "test result: ok. 1 passed" > /dev/null

.PHONY: $(foreach check,$(CHECKS),check-$(firstword $(subst :, ,$(check))))
check-fmt:
	cargo fmt --all --check
check-clippy:
	cargo clippy --locked $(NATIVE) --all-targets -- --deny warnings
check-clippy-app:
	cargo clippy --locked --profile wasm $(WASM) -- --deny warnings
check-docs:
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --no-deps $(NATIVE)
check-docs-app:
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --profile wasm --no-deps $(WASM)
check-licences:
	$(XTASK) licences
check-rust:
	if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --locked $(NATIVE); else cargo test --locked $(NATIVE) --lib --bins --tests; fi
	# The newer side of old and new together: it reads what this version wrote, as this version has read what it writes.
	cargo test --locked --package yardstick-domain --features next --test it
	cargo test --locked $(NATIVE) --doc
# Requests made of the API's description; each answer must be one that is described.
check-api: $(SCHEMATHESIS)
	SCHEMATHESIS="$(SCHEMATHESIS)" cargo test --locked $(NATIVE) --test it described -- --ignored --nocapture \
	  | $(RAN_ONE)
# The app's own rules, on this machine: in the profile of the build (whose macros are there), for this machine's target, and not optimised.
check-app:
	CARGO_PROFILE_WASM_OPT_LEVEL=0 CARGO_PROFILE_WASM_LTO=off CARGO_PROFILE_WASM_CODEGEN_UNITS=16 \
	CARGO_PROFILE_WASM_DEBUG_ASSERTIONS=true CARGO_PROFILE_WASM_OVERFLOW_CHECKS=true \
	  cargo test --locked --profile wasm --target "$$(rustc --print host-tuple)" --package yardstick-app --lib
check-dist: dist
# The suite of the device store, for a page that runs it over IndexedDB.
check-contract: tools
	$(XTASK) contract
check-sizes:
	$(XTASK) sizes
check-browser: $(NODE_MODULES)
	cargo build --locked $(NATIVE) --bin yardstick
	rm -f end2end/test-results/failed.txt
	cd end2end && npx tsc --noEmit && npx playwright test

# --- Soaking -----------------------------------------------------------------------------------------------------

# What `make test` tries a little, for hours. Each ends at the first that fails, and says how to see it again.
SEEDS ?= 10000
FIRST_SEED ?= 0
TIMES ?= 200

soak: soak-simulation soak-process soak-browser

# A seed that fails is printed with what it broke, and is told once more at the end.
soak-simulation:
	YARDSTICK_SEEDS=$(SEEDS) YARDSTICK_FIRST_SEED=$(FIRST_SEED) \
	  cargo test --locked --profile soak --package yardstick-simulation --test sim -- --ignored --exact soak::soak --nocapture \
	  | $(RAN_ONE)

soak-process:
	YARDSTICK_TIMES=$(TIMES) cargo test --locked --package yardstick-server --test proof -- --nocapture --test-threads 1

soak-browser: dist chromium
	cargo build --locked --package yardstick-server --bin yardstick
	cd end2end && npx playwright test killed_tab killed_browser -g "only the last second|at most the last second" --repeat-each=$(TIMES) --max-failures=1

# --- Mutants -----------------------------------------------------------------------------------------------------

# Rules that the tests of the domain bind by themselves, and steps of a device, of which some take a short simulation.
MUTATED_BY_DOMAIN := register digest cursor outbox codec codec/read codec/write codec/bundles
MUTATED_BY_SIMULATION := accept device/round device/roll device/absorb device/queue device/edit device/send device/snapshot device/confirmed
MUTATED ?= $(MUTATED_BY_DOMAIN) $(MUTATED_BY_SIMULATION)
# A function is another each time, all else is as it was: what the compiler knows of that is kept here.
MUTANTS = env CARGO_INCREMENTAL=1 NEXTEST_PROFILE=mutants nice cargo mutants --package yardstick-domain --profile mutants --no-shuffle \
  $(shell cargo nextest --version >/dev/null 2>&1 && echo --test-tool nextest) --cargo-arg=--lib --cargo-arg=--test=it
WITH_SIMULATION := --cargo-arg=--package=yardstick-simulation --cargo-arg=--test=sim

# What the domain's own tests notice need not wait for server and simulation to be built.
mutants:
	@cargo mutants --version >/dev/null 2>&1 || nice cargo install --locked cargo-mutants
	@failed=0; \
	pure=$$(printf ' --file domain/src/%s.rs' $(filter $(MUTATED_BY_DOMAIN),$(MUTATED))); \
	steps=$$(printf ' --file domain/src/%s.rs' $(filter $(MUTATED_BY_SIMULATION),$(MUTATED))); \
	if [ -n "$(filter $(MUTATED_BY_DOMAIN),$(MUTATED))" ]; then \
	  $(MUTANTS) --timeout 180 --output "$(CARGO_TARGET_DIR)/mutants-domain" $$pure || failed=1; fi; \
	if [ -n "$(filter $(MUTATED_BY_SIMULATION),$(MUTATED))" ]; then \
	  $(MUTANTS) --timeout 60 --output "$(CARGO_TARGET_DIR)/mutants-simulation" $$steps || \
	  YARDSTICK_SEEDS=60 $(MUTANTS) --timeout 180 --iterate $(WITH_SIMULATION) \
	    --output "$(CARGO_TARGET_DIR)/mutants-simulation" $$steps || failed=1; fi; \
	exit $$failed

# --- Pictures ----------------------------------------------------------------------------------------------------

# Those of the README, of the demo book. LOOK=folder takes every page in both sizes, themes and languages, to be looked at.
pictures: dist chromium
	cargo build --locked --package yardstick-server --bin yardstick
	cd end2end && $(if $(LOOK),YARDSTICK_LOOK="$(abspath $(LOOK))") npx playwright test --config pictures.config.ts
