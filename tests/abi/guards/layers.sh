# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # backquotes are text, options words; test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-layers.sh catches: sources that know what is above them.
guard=abi/check-layers

caught "an include of a higher floor" $guard 'state/state\.c needs plan/plan\.h \(#include\): state/ is below plan/' \
    edit liblvsdr/state/state.c '0,/#include/s//#include "plan\/plan.h"\n&/'
caught "a higher floor in a header" $guard 'model/vip\.h needs drivers/step\.h' \
    edit liblvsdr/model/vip.h '0,/#include/s//#include "drivers\/step.h"\n&/'

astray() {
    mkdir "$tree/liblvsdr/objects" && echo '#include "util/text.h"' >"$tree/liblvsdr/objects/object.c"
}
caught "a folder that is no floor" $guard 'objects/object\.c stands on no floor: put it into one of util transport' astray

calling() { # SOURCE FUNCTION: the built objects, but for one that calls a function which it declares itself
    mkdir "$scratch/objects" && cp -rs "$PWD/liblvsdr" "$scratch/objects/liblvsdr" || return
    echo "void $2(void); void lvsdr_guard(void); void lvsdr_guard(void) { $2(); }" >>"$tree/liblvsdr/$1"
    rm "$scratch/objects/liblvsdr/$(dirname "$1")/.libs/liblvsdr_inside_la-$(basename "$1" .c).o"
    compile "$1" "$scratch/objects/liblvsdr/$(dirname "$1")/.libs/liblvsdr_inside_la-$(basename "$1" .c).o"
    export LVSDR_BUILD=$scratch/objects
}
caught "a call of a higher floor" $guard 'util/text\.c needs core/error\.c \(error_set\): util/ is below core/' \
    calling util/text.c error_set
rm -rf "$scratch/objects"
caught "sources that need each other" $guard 'in a circle: .*util/escape\.c' calling util/escape.c text_cut
rm -rf "$scratch/objects"
unset LVSDR_BUILD
