#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The headers for C++ without a kernel: no compiler warns of them, as C++17 and as C++20; what they do with values, also
# with sanitizers; the program of their README compiles; and they call each function of the C interface. In a build folder.
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
# shellcheck source=tests/check.sh
. "$top/tests/check.sh"
libs=$PWD/liblvsdr/.libs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(-Wall -Wextra -Wpedantic -Wshadow=local -Werror "-I$top/bindings/cpp/include" "-I$top/include")
link=("-L$libs" -llvsdr "-Wl,-rpath,$libs")

command -v g++ >/dev/null || { echo "g++ is missing (tests/setup.sh test installs it)" && exit 77; }
case $(ldd "$libs/liblvsdr.so") in *libasan* | *libubsan*)
    echo "a library with sanitizers is tested in the lab" && exit 77
    ;;
esac

warnings() { # COMPILER STANDARD
    local flags=("${flags[@]/-Wshadow=local/-Wshadow}")
    echo '#include <lvsdr/lvsdr.hpp>' >"$work/only.cpp"
    "$1" "-std=$2" "${flags[@]}" -fsyntax-only "$work/only.cpp"
}

# Each by itself: it includes what it uses.
alone() {
    local header
    for header in "$top"/bindings/cpp/include/lvsdr/cpp/*.hpp; do
        echo "#include <lvsdr/cpp/$(basename "$header")>" >"$work/alone.cpp"
        g++ -std=c++17 "${flags[@]}" -fsyntax-only "$work/alone.cpp" || return
    done
}

values() { # FLAG...
    g++ -std=c++17 -g "${flags[@]}" "$@" "$top/tests/cpp/values.cpp" -o "$work/values" "${link[@]}" && "$work/values"
}

# A list in a temporary state would be gone before the loop begins.
refused() { # CODE WHY
    printf '#include <lvsdr/lvsdr.hpp>\nvoid f(liblvsdr::host &host) { %s }\n' "$1" >"$work/refused.cpp"
    ! g++ -std=c++17 "${flags[@]}" -fsyntax-only "$work/refused.cpp" 2>"$work/why" && grep -q "$2" "$work/why"
}

readme() {
    # shellcheck disable=SC2016 # fences, no commands
    sed -n '/^```cpp$/,/^```$/ { /^```/!p; /^```$/q }' "$top/bindings/cpp/README.md" >"$work/readme.cpp"
    grep -q add_dest "$work/readme.cpp" &&
        g++ -std=c++17 "${flags[@]}" "$work/readme.cpp" -o "$work/readme" "${link[@]}" || return
    # Without IPVS, or the right to use it, it ends with the library's sentence.
    ! command -v unshare >/dev/null || ! unshare --map-root-user --net true 2>/dev/null ||
        unshare --map-root-user --net "$work/readme" | grep 192.168.1.20 ||
        unshare --map-root-user --net "$work/readme" 2>&1 | grep '^cannot '
}

complete() {
    "$top/tests/abi/called.py" "$top" "$top"/bindings/cpp/include/lvsdr/cpp/*.hpp
}

for standard in c++17 c++20; do
    check "no warnings of g++, $standard" warnings g++ $standard
    ! command -v clang++ >/dev/null || check "no warnings of clang++, $standard" warnings clang++ $standard
done
check "each header by itself" alone
check "values" values
check "values with sanitizers" values -fsanitize=address,undefined -fno-sanitize-recover=all
check "a temporary state has no lists" refused 'for (auto each : host.read("everything").services()) (void)each;' deleted
check "an object is not copied" refused 'liblvsdr::dest one(host, "192.168.1.20"), two = one;' deleted
check "the program of the README" readme
check "each function of the C interface is called" complete
exit $status
