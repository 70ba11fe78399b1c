// SPDX-License-Identifier: LGPL-2.1-or-later
//! Finds the C library: in the folder that $LVSDR_LIB_DIR names, such as that of a build; else where pkg-config says.

use std::env;
use std::process::{exit, Command};

fn pkg_config() -> Result<String, String> {
    let program = env::var("PKG_CONFIG").unwrap_or_else(|_| "pkg-config".to_string());
    let output = Command::new(&program)
        .args(["--print-errors", "--libs", "lvsdr >= 0.1"])
        .output()
        .map_err(|error| format!("{program} cannot be run: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_string())
    }
}

fn main() {
    for name in ["LVSDR_LIB_DIR", "PKG_CONFIG", "PKG_CONFIG_PATH"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    if let Ok(folder) = env::var("LVSDR_LIB_DIR") {
        println!("cargo:rustc-link-search=native={folder}");
        println!("cargo:rustc-link-lib=lvsdr");
        return;
    }
    let flags = pkg_config().unwrap_or_else(|error| {
        eprintln!(
            "liblvsdr was not found: {error}\n\
             install it, let PKG_CONFIG_PATH name the folder of its lvsdr.pc, or LVSDR_LIB_DIR that of liblvsdr.so"
        );
        exit(1);
    });
    for flag in flags.split_whitespace() {
        if let Some(folder) = flag.strip_prefix("-L") {
            println!("cargo:rustc-link-search=native={folder}");
        } else if let Some(name) = flag.strip_prefix("-l") {
            println!("cargo:rustc-link-lib={name}");
        }
    }
}
