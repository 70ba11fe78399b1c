#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The measurements, inside a kernel of the lab: guest.sh BUILD RUNS full|short|python|against [OTHER-BUILD].
# Prints lines "CASE SIZE WHO VALUE"; every run has fresh network namespaces, and its programs take turns.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$1 runs=$2 extent=$3 other=${4-}
bench=$build/tests/bench/bench floor=$build/tests/bench/floor
python=(/usr/bin/python3 "$here/bench.py")
rules=/tmp/rules
export PYTHONPATH=$here/../../bindings/python PYTHONDONTWRITEBYTECODE=1 LVSDR_LIBRARY=$build/liblvsdr/.libs/liblvsdr.so

# The kernel clears up deleted namespaces in the background, which must not be measured.
fresh() { # NAMESPACE...
    local name
    for name; do ip netns del "$name" 2>/dev/null || true; done
    sleep 2
    for name; do
        ip netns add "$name"
        ip -n "$name" link set lo up
    done
}

inside() {
    ip netns exec b "$@"
}

# Two values of bench are those of a warm and of a cold process.
tell() { # CASE SIZE WHO VALUE [COLD]
    echo "$1 $2 $3 $4"
    [ $# -lt 5 ] || echo "$1 $2 $3-cold $5"
}

run_bench() { # CASE SERVICES DESTS [ARGUMENT]
    # shellcheck disable=SC2046 # one or two values
    tell "$1" "$2x$3" bench $("$bench" "${1%-mh}" "$2" "$3" ${4+"$4"})
}

make_rules() { # SERVICES DESTS
    local i k address
    for ((i = 0; i < $1; i++)); do
        address=10.1.$((i / 256)).$((i % 256)):80
        echo "-A -t $address -s rr"
        for ((k = 0; k < $2; k++)); do
            echo "-a -t $address -r 10.2.$((k / 256)).$((k % 256)):80 -g -w 1"
        done
    done >$rules
}

create() { # SERVICES DESTS
    fresh w b
    run_bench create "$1" "$2" rr
    fresh b
    tell create "$1x$2" floor "$(inside "$floor" create "$1" "$2" rr)"
}

read_and_change() { # SERVICES DESTS, which are there
    local changes=$(($1 * $2 / 100)) whole
    whole=$(inside "$floor" change "$1" "$2" 0) # both compare with a read of everything by netlink
    tell read "$1x$2" floor "$whole"
    run_bench read "$1" "$2"
    tell plain "$1x$2" floor "$whole"
    run_bench plain "$1" "$2"
    tell change "$1x$2" floor "$(inside "$floor" change "$1" "$2" "$changes")"
    run_bench change "$1" "$2" "$changes"
}

# A look is compared with one read of everything without statistics.
drain() { # SERVICES DESTS, which are there
    tell drain "$1x$2" floor "$(inside "$floor" drain "$1" "$2")"
    run_bench drain "$1" "$2"
    make_traffic "$1" "$2"
    tell look "$1x$2" floor "$("$bench" plain "$1" "$2" | cut -d ' ' -f 1)"
    run_bench look "$1" "$2"
}

unchanged() { # SERVICES DESTS, which are there
    run_bench plan "$1" "$2"
}

with_ipvsadm() { # SERVICES DESTS
    make_rules "$1" "$2"
    fresh b
    tell create "$1x$2" ipvsadm "$(inside "$floor" run sh -c "ipvsadm --restore <$rules")"
    tell read "$1x$2" ipvsadm "$(inside "$floor" run sh -c "ipvsadm -Sn >/dev/null")"
    tell change "$1x$2" ipvsadm "$(inside "$floor" run sh -c "ipvsadm -C; ipvsadm --restore <$rules")"
}

hashing() { # SERVICES DESTS
    fresh w b
    run_bench create-mh "$1" "$2" mh
    fresh b
    run_bench direct-mh "$1" "$2" mh
}

pair() { # CASE WHAT SERVICES DESTS: the same work called from C and from Python
    local values
    [ "$2" != create ] || fresh w b
    values=$("$bench" "$2" "$3" "$4")
    # shellcheck disable=SC2086 # two values
    tell "$1" "$3x$4" C $values
    [ "$2" != create ] || fresh w b
    values=$("${python[@]}" "$2" "$3" "$4")
    # shellcheck disable=SC2086 # two values
    tell "$1" "$3x$4" Python $values
}

# All counters are read as numbers of their own: each destination has some.
make_traffic() { # SERVICES DESTS
    inside ip link add eth0 type dummy
    inside ip link set eth0 up
    inside ip addr add 10.2.255.254/16 dev eth0
    inside ip addr add 10.1.255.254/16 dev lo
    inside "${python[@]}" connect "$1" "$2"
    sleep 3 # the kernel sums them up every two seconds
}

with_python() { # SERVICES DESTS
    pair apply create "$1" "$2"
    make_traffic "$1" "$2"
    for _ in 1 2 3; do # it is short
        pair list read "$1" "$2"
    done
}

# The first answer of a handle, one change and one reading: COUNT of each, and COUNT processes of ipvsadm.
one_by_one() { # COUNT
    local work address=10.1.255.255:80
    for work in open call get; do
        tell "$work" "$1x1" floor "$(inside "$floor" "$work" "$1" 1)"
        tell "$work" "$1x1" C "$(inside "$bench" "$work" "$1" 1)"
        tell "$work" "$1x1" Python "$(inside "${python[@]}" "$work" "$1" 1)"
    done
    tell call "$1x1" ipvsadm "$(inside "$floor" run sh -c "for i in \$(seq $1); do
        ipvsadm -A -t $address -s rr && ipvsadm -D -t $address || exit; done")"
    inside ipvsadm -A -t $address
    tell get "$1x1" ipvsadm "$(inside "$floor" run sh -c "for i in \$(seq $1); do
        ipvsadm -Ln -t $address >/dev/null || exit; done")"
    inside ipvsadm -D -t $address
}

memory() { # SERVICES DESTS, which are there
    run_bench memory "$1" "$2"
    run_bench peak-read "$1" "$2"
    "$bench" json "$1" "$2" >/tmp/state.json
    tell json-size "$1x$2" bench $(($(stat -c %s /tmp/state.json) / 1024))
    run_bench peak-json "$1" "$2" /tmp/state.json
}

# One program with the library of the other build, before, and of this one, after; who begins changes.
both() { # CASE SERVICES DESTS [ARGUMENT]
    local who library order=(before after)
    [ $((turn = 1 - ${turn:-0})) = 1 ] || order=(after before)
    for who in "${order[@]}"; do
        library=$build
        [ "$who" = after ] || library=$other
        [ "$1" != create ] || fresh w b
        # shellcheck disable=SC2046 # one or two values
        tell "$1" "$2x$3" "$who" $(LD_LIBRARY_PATH=$library/liblvsdr/.libs "$bench" "$@")
    done
}

against() {
    local size
    for size in "1000 10" "10 1000"; do
        # shellcheck disable=SC2086 # two words
        {
            both create $size rr
            both read $size && both plain $size && both change $size 100
            both read $size && both plain $size && both change $size 100
            both restore $size && both restore $size
        }
    done
    fresh b
    for _ in 1 2 3; do # they are short
        both open 200 1 && both call 200 1
    done
    both rested 3 1
}

fresh b # bench needs it
for ((run = 0; run < runs; run++)); do
    [ "$extent" != against ] || { against && continue; }
    one_by_one 200
    with_python 1000 10
    [ "$extent" != python ] || continue
    for size in "1000 10" "100 100" "10 1000"; do
        # shellcheck disable=SC2086 # two words
        { create $size && read_and_change $size && drain $size && run_bench restore $size; }
    done
    hashing 10 1000
    [ "$run" -ge 3 ] || with_ipvsadm 1000 10
    [ "$extent" = full ] || continue
    for size in "100 10" "1000 100" "10000 10" "100 1000"; do
        # shellcheck disable=SC2086 # two words
        { create $size && read_and_change $size; }
        [ "$size" != "1000 100" ] || unchanged 1000 100
    done
done
[ "$extent" != full ] || { create 1000 100 >/dev/null && memory 1000 100; }
