# shellcheck shell=sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced by check-constants.sh and check-declarations.sh: compares what the headers say now with a
# file that is only ever added to. Both have lines "NAME VALUE"; "#" begins a comment.
export LC_ALL=C

# Complaints, one a line, on standard output. Values of names in _COUNT may grow.
frozen_differences() { # FROZEN NOW COMMAND
    awk -v file="tests/abi/${1##*/}" -v command="$3" '
        function value(line) { sub(/^[^ ]* /, "", line); return line }
        /^#/ || /^$/ { next }
        FNR == NR { was[$1] = value($0); next }
        { now[$1] = value($0) }
        END {
            for (name in was)
                if (!(name in now))
                    print name " is gone from the public headers, and programs use it: put it back as " was[name]
                else if (name ~ /_COUNT$/ && now[name] + 0 > was[name] + 0)
                    print name " has grown from " was[name] " to " now[name] ": run " command " and commit " file
                else if (was[name] != now[name])
                    print name " was " was[name] " and is now " now[name] ": programs were compiled with the " \
                        "old one; give it back, and let what is new have a new name"
            for (name in now)
                if (!(name in was))
                    print name " is new: run " command ", which adds what is new and changes nothing old, " \
                        "and commit " file
        }' "$1" "$2" | sort
}

# Compares, or with --update adds; the answer is the status.
frozen() { # FROZEN NOW COMMAND [--update]
    [ -s "$1" ] || { echo "tests/abi/${1##*/} is missing or empty: take it from the last commit" && return 1; }
    [ -s "$2" ] || { echo "the public headers have nothing to compare with tests/abi/${1##*/}" && return 1; }
    frozen_differences "$1" "$2" "$3 --update" >"$2.differences"
    if [ "${4-}" != --update ]; then
        cat "$2.differences"
        [ ! -s "$2.differences" ]
        return
    fi
    if grep -v ' --update\b' "$2.differences"; then
        echo "nothing was changed in tests/abi/${1##*/}: lines of a version that was released stay as they are"
        return 1
    fi
    { grep '^#' "$1"; sort "$2"; } >"$2.update"
    cat "$2.update" >"$1"
    sed 's/: run .*\|, which .*//' "$2.differences"
}
