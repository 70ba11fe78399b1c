#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Prints the completions as C: embed.sh FILE..., each of which is called lvsdrctl.SHELL
set -eu

printf '#include "tools/lvsdrctl/completion.h"\n\n#include <stddef.h>\n'
for file; do
    printf '\nconst char *const completion_%s[] = {\n' "${file##*.}"
    sed 's/[\\"]/\\&/g; s/^/	"/; s/$/",/' "$file"
    printf '\tNULL};\n'
done
