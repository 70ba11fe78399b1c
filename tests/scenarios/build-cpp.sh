#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Compiles the scenarios in C++: build-cpp.sh BUILD. Their common header, which is most of the work, is compiled once.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "$1" && pwd)
out=$build/tests/scenarios/cpp
flags=(-std=c++17 -O0 -Wall -Wextra -Wpedantic -Wshadow=local -Werror "-I$top/bindings/cpp/include" "-I$top/include")
mkdir -p "$out"
"${CXX:-g++}" "${flags[@]}" -x c++-header "$here/scenario.hpp" -o "$out/scenario.hpp.gch"
compile() { # SCENARIO
    "${CXX:-g++}" "${flags[@]}" -include "$out/scenario.hpp" -iquote "$out" "$here/$1.cpp" -o "$out/$1" \
        "-L$build/liblvsdr/.libs" -llvsdr "-Wl,-rpath,$build/liblvsdr/.libs"
}
for source in "$here"/[0-9]*.cpp; do
    compile "$(basename "$source" .cpp)"
done
