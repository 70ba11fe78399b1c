#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Compiles the scenarios in Rust: build-rust.sh BUILD. Cargo needs no network for it, since there are no other crates.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
out=$build/tests/scenarios/rust
export LVSDR_LIB_DIR=$build/liblvsdr/.libs CARGO_TARGET_DIR=$out/target
export RUSTFLAGS="-D warnings -C link-arg=-Wl,-rpath,$LVSDR_LIB_DIR"
"${CARGO:-cargo}" build --quiet --offline --locked --manifest-path "$here/Cargo.toml"
for source in "$here"/[0-9]*.rs; do
    ln -sf "target/debug/$(basename "$source" .rs)" "$out/$(basename "$source" .rs)"
done
