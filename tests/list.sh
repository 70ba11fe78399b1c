#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Reads tests/tests.list, or the file LVSDR_TESTS: list.sh makefile | runs | command NAME
#   makefile      tests/tests.mk: what is built, what make check runs, what is distributed
#   runs          a line for each test in each place: PLACE SECONDS NOTES NAME
#   command NAME  SECONDS and COMMAND of a test, SECONDS where it takes longest
set -eu

list=${LVSDR_TESTS:-$(dirname "$0")/tests.list}
case $* in
makefile | runs | "command "*) ;;
*) echo "usage: list.sh makefile | runs | command NAME" >&2 && exit 2 ;;
esac
exec awk -v mode="$1" -v name="${2-}" '
/^#/ || !NF { next }
NF < 4 || seen[$1]++ { print "tests.list: line " NR ": " (NF < 4 ? "four columns are needed" : $1 " stands there twice") >"/dev/stderr"; exit failed = 1 }
{
	command = $4
	for (i = 5; i <= NF; i++)
		command = command " " $i
	places = split($2, place, ",")
}
mode == "runs" {
	for (i = 1; i <= places; i++) {
		split(place[i], part, ":")
		print part[1], part[2], $3, $1
	}
}
mode == "command" && $1 == name {
	for (i = 1; i <= places; i++) {
		split(place[i], part, ":")
		longest = part[2] > longest + 0 ? part[2] + 0 : longest
	}
	print longest, command
	found = 1
}
function add(variable, file) {
	if (!((variable, file) in there))
		values[variable] = values[variable] " \\\n\t" file
	there[variable, file] = 1
}
function build_inside(target) {
	gsub(/[^A-Za-z0-9]/, "_", target)
	rules = rules target "_CPPFLAGS = $(INSIDE_CPPFLAGS)\n" target "_CFLAGS = $(INSIDE_CFLAGS)\n" \
		target "_LDADD = $(INSIDE_LIBS)\n"
}
mode == "makefile" {
	file = "tests/" $4
	script = file ~ /\.sh$/
	add(script ? "SCRIPT_TESTS" : "PROGRAM_TESTS", file)
	if ($3 ~ /check/)
		add(script ? "SCRIPT_CHECKS" : "PROGRAM_CHECKS", file)
	if ($3 ~ /inside/)
		build_inside(file)
	for (i = 1; i <= places && !script; i++) {
		split(place[i], part, "[/:]")
		needed = needed part[2] "-tests: " file "\n"
	}
}
END {
	if (failed)
		exit 1
	if (mode == "command" && !found) {
		print "tests.list: no test \"" name "\"" >"/dev/stderr"
		exit 1
	}
	if (mode != "makefile")
		exit
	print "# Made by tests/list.sh from tests/tests.list."
	for (variable in values)
		print variable " =" values[variable]
	printf "%s%s", rules, needed
}' "$list"
