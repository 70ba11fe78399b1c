#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The public constants and their values, as the C compiler sees them, are those of constants.txt.
# --update adds new ones to it; it refuses when an old one was changed or removed.
set -eu

top=${top_srcdir:-$(dirname "$0")/../..}
. "$top/tests/abi/frozen.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for header in "$top"/include/lvsdr/*.h; do
    echo "#include <lvsdr/${header##*/}>"
done >"$scratch/all.c"
${CC:-cc} -std=c99 -E -dM -I"$top/include" "$scratch/all.c" | sed -n 's/^#define \(LVSDR_[^ ]*\)/\1/p' |
    grep -v '^LVSDR_[A-Z_]*_H *$' | sort >"$scratch/macros"
if sed 's/ .*//' "$scratch/macros" | grep '('; then
    echo "public macros have no parameters: no other language could use them; make it a function"
    exit 1
fi
{
    cat "$scratch/all.c"
    cat <<'END'
#include <stdio.h>

static void show_number(const char *name, int value)
{
	printf("%s %d\n", name, value);
}

static void show_flags(const char *name, unsigned int value)
{
	printf("%s 0x%xu\n", name, value);
}

static void show_text(const char *name, const char *value)
{
	printf("%s \"%s\"\n", name, value);
}

#define show(name) _Generic((name), int: show_number, unsigned int: show_flags, char *: show_text)(#name, name)

int main(void)
{
END
    sed 's/\([^ ]*\).*/	show(\1);/' "$scratch/macros"
    echo '	return 0;'
    echo '}'
} >"$scratch/show.c"
${CC:-cc} -std=c11 -I"$top/include" "$scratch/show.c" -o "$scratch/show" ||
    { echo "a public constant is a number (3), a flag (0x4u) or a text (\"...\")" && exit 1; }
"$scratch/show" >"$scratch/constants"
frozen "$top/tests/abi/constants.txt" "$scratch/constants" tests/abi/check-constants.sh "${1-}"
