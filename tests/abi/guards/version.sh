# shellcheck shell=bash disable=SC2154 # test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-version.sh catches: places with another version than configure.ac, and ones that it does not know.
guard=abi/check-version

caught "a package of another version" $guard '^bindings/node/package\.json 0\.0\.9' \
    edit bindings/node/package.json 's/^(  "version": ")[0-9.]*/\10.0.9/'
caught "a crate that depends on another version" $guard '^bindings/rust/lvsdr/Cargo\.toml 0\.0\.9' \
    edit bindings/rust/lvsdr/Cargo.toml 's/^(lvsdr-sys = .*version = ")[0-9.]*/\10.0.9/'
caught "a version that is nowhere found" $guard '^packaging/lvsdr\.spec none' edit packaging/lvsdr.spec 's/^Version:/Release:/'
caught "a changelog of another version" $guard 'debian/changelog begins with 0\.0\.9' \
    edit debian/changelog '1 s/\([0-9.]*-/(0.0.9-/'

forgotten_page() {
    echo '.TH LVSDR-GUARD 8 2026-11-30 "lvsdr 0.1.0"' >"$tree/tools/lvsdrctl/lvsdr-guard.8"
}
caught "a page that is not set" $guard 'tools/lvsdrctl/lvsdr-guard\.8 has a version, .*: add a place' forgotten_page
