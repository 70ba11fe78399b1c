#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The crates for Rust without a kernel: they compile without a warning, and so does the program of their README; their tests; what
# the compiler has to refuse; and they declare and call each function of the C interface. In a build folder.
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/check.sh
. "$top/tests/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LVSDR_LIB_DIR=$PWD/liblvsdr/.libs CARGO_TARGET_DIR=$work/target CARGO_NET_OFFLINE=true
export RUSTFLAGS="-D warnings -C link-arg=-Wl,-rpath,$LVSDR_LIB_DIR"
cargo=${CARGO:-cargo}

command -v "$cargo" >/dev/null || { echo "cargo is missing (tests/setup.sh languages installs it)" && exit 77; }
case $(ldd "$LVSDR_LIB_DIR/liblvsdr.so") in *libasan* | *libubsan*)
    echo "a library with sanitizers is tested in the lab" && exit 77
    ;;
esac

# The sources are copied, because those of a distribution may not be written to.
copy() {
    cp -R "$top/bindings/rust" "$work/crates" && chmod -R u+w "$work/crates"
}

# A program of its own that depends on the crate by its path, as one of a user does.
program() { # NAME, its source on standard input
    mkdir -p "$work/$1/src" && cat >"$work/$1/src/main.rs" && cat >"$work/$1/Cargo.toml" <<TOML
[package]
name = "$1"
version = "0.1.0"
edition = "2021"

[dependencies]
lvsdr = { path = "$work/crates/lvsdr" }

[workspace]
TOML
}

readme() {
    # shellcheck disable=SC2016 # fences, no commands
    sed -n '/^```rust$/,/^```$/ { /^```/!p; /^```$/q }' "$top/bindings/rust/README.md" | program web &&
        "$cargo" build --quiet --manifest-path "$work/web/Cargo.toml" || return
    # Without IPVS, or the right to use it, it ends with the library's sentence.
    ! command -v unshare >/dev/null || ! unshare --map-root-user --net true 2>/dev/null ||
        unshare --map-root-user --net "$CARGO_TARGET_DIR/debug/web" | grep 192.168.1.20 ||
        unshare --map-root-user --net "$CARGO_TARGET_DIR/debug/web" 2>&1 | grep 'message: "cannot '
}

refused() { # NAME WHY, the body of main on standard input
    { echo 'use lvsdr::*;' && echo 'fn main() -> Result<()> {' && echo 'let host = Host::new()?;' && cat && echo 'Ok(()) }'; } |
        program "$1" && ! "$cargo" build --quiet --manifest-path "$work/$1/Cargo.toml" 2>"$work/why" && grep -F "$2" "$work/why"
}

declared() {
    "$top/tests/abi/called.py" "$top" --all "$top/bindings/rust/lvsdr-sys/src/raw.rs" &&
        "$top/tests/abi/called.py" "$top" "$top"/bindings/rust/lvsdr/src/*.rs
}

check "copy of the sources" copy
check "tests" "$cargo" test --quiet --locked --manifest-path "$work/crates/Cargo.toml"
check "the program of the README" readme
check "a host stays in its thread" refused sent 'cannot be sent between threads' <<<'std::thread::spawn(move || host.insist());'
check "a state outlives its lists" refused gone 'does not live long enough' <<'CODE'
let kept: Vec<String>;
let service = { let state = State::new(&host, Part::SERVICES)?; state.services().next() };
kept = service.iter().map(|service| service.address()).collect();
drop(kept);
CODE
# shellcheck disable=SC2016 # the words of the compiler
check "a state is not changed while its lists are used" refused changed 'cannot borrow `state` as mutable' <<'CODE'
let mut state = State::new(&host, Part::SERVICES)?;
for service in state.services() { state.update_service(service)?; }
CODE
if command -v cargo-fmt >/dev/null && "$cargo" fmt --version >/dev/null 2>&1; then
    check "rustfmt" "$cargo" fmt --all --check --manifest-path "$work/crates/Cargo.toml"
fi
if "$cargo" clippy --version >/dev/null 2>&1; then
    check "clippy" "$cargo" clippy --quiet --all-targets --manifest-path "$work/crates/Cargo.toml"
fi
check "each function of the C interface is declared, and called" declared
exit $status
