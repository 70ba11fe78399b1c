# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes the completion for a shell of the template: instead of its line "# @words@" stands what can be completed, of
# which the verbs and options are those of lvsdrctl --help.
# awk -v shell=bash|zsh|fish -f script.awk help.c names.awk TEMPLATE

BEGIN {
    add_list("colors", "auto always never")
    add_list("columns", "connections packets bytes active inactive weight")
    add_list("scopes", "everything")
    add_list("shells", "bash zsh fish")
    add_list("states", "established syn_recv syn_sent fin_wait time_wait close close_wait last_ack none udp template")
}

FNR == 1 { file++ }
file == 1 && /^\t.*"/ { text = text literal($0) }
file == 2 && !/^#/ { names = names "\n" $0 }
file == 3 && /^ *# @words@$/ { match($0, "^ *"); print_words(text, substr($0, 1, RLENGTH)); next }
file == 3 { print }

function add_list(name, words) {
    lists[++list_count] = name
    list_words[name] = words
}

# What is between the quotes of a line of C.
function literal(line) {
    sub(/^[^"]*"/, "", line)
    sub(/"[^"]*$/, "", line)
    gsub(/\\"/, "\"", line)
    gsub(/\\n/, "\n", line)
    return line
}

# An entry of --help is indented by two, and what describes it by many, behind it and in the following lines.
function print_words(help, indent,    lines, count, i) {
    count = split(help, lines, "\n")
    for (i = 1; i <= count; i++)
        if (lines[i] ~ /^  [-a-z]/)
            add_entry(lines[i])
        else if (lines[i] ~ /^                   / && entry_count)
            described[entry_count] = described[entry_count] lines[i]
        else if (lines[i] ~ /^[^ ]/ && entry_count)
            described[entry_count] = described[entry_count] ";"
    for (i = 1; i <= entry_count; i++)
        described[i] = summary(described[i])
    if (shell == "bash")
        print_bash(indent)
    else if (shell == "zsh")
        print_zsh(indent)
    else
        print_fish()
}

function add_entry(line,    short) {
    entry_count++
    line = substr(line, 3)
    if (line ~ /^-[a-zA-Z], /) {
        shorts[entry_count] = substr(line, 1, 2)
        line = substr(line, 5)
    }
    match(line, /^[-a-z]+/)
    entries[entry_count] = substr(line, 1, RLENGTH)
    line = substr(line, RLENGTH + 1)
    if (match(line, /^ [A-Z]+/)) {
        values[entry_count] = substr(line, 2, RLENGTH - 1)
        line = substr(line, RLENGTH + 1)
    }
    described[entry_count] = line
}

# What stands before the first semicolon.
function summary(description) {
    sub(/;.*/, "", description)
    gsub(/  */, " ", description)
    sub(/^ /, "", description)
    sub(/ $/, "", description)
    return description
}

function is_verb(i) {
    return entries[i] !~ /^-/
}

function quoted(word) {
    gsub(/'/, "'\\''", word)
    return "'" word "'"
}

function print_bash(indent,    i, verbs, with_value, alone) {
    for (i = 1; i <= entry_count; i++)
        if (is_verb(i))
            verbs = verbs " " entries[i]
        else if (values[i])
            with_value = with_value " " entries[i]
        else
            alone = alone (shorts[i] ? " " shorts[i] : "") " " entries[i]
    print indent "local verbs=\"" substr(verbs, 2) "\""
    print indent "local with_value=\"" substr(with_value, 2) "\""
    print indent "local alone=\"" substr(alone, 2) "\""
    for (i = 1; i <= list_count; i++)
        print indent "local " lists[i] "=\"" list_words[lists[i]] "\""
    print indent "local names_awk=" quoted(names)
}

function print_zsh(indent,    i, help) {
    print indent "local -a verbs=("
    for (i = 1; i <= entry_count; i++)
        if (is_verb(i))
            print indent "    " quoted(entries[i] ":" described[i])
    print indent ")"
    print indent "local -a options=("
    for (i = 1; i <= entry_count; i++) {
        help = described[i]
        gsub(/[][]/, "\\\\&", help)
        if (shorts[i])
            print indent "    " quoted("(- *)" shorts[i] "[" help "]") " " quoted("(- *)" entries[i] "[" help "]")
        else if (values[i])
            print indent "    " quoted(entries[i] "=[" help "]:" values[i] ": _lvsdrctl_value " entries[i])
        else if (!is_verb(i))
            print indent "    " quoted(entries[i] "[" help "]")
    }
    print indent ")"
    for (i = 1; i <= list_count; i++)
        print indent "local -a " lists[i] "=(" list_words[lists[i]] ")"
    print indent "local names_awk=" quoted(names)
}

function print_fish(    i, with_value, option) {
    for (i = 1; i <= entry_count; i++)
        with_value = with_value (values[i] ? " " entries[i] : "")
    print "set -g __lvsdrctl_with_value" with_value
    for (i = 1; i <= list_count; i++)
        print "set -g __lvsdrctl_" lists[i] " " list_words[lists[i]]
    print "set -g __lvsdrctl_names_awk " quoted(names)
    for (i = 1; i <= entry_count; i++) {
        option = " -l " substr(entries[i], 3)
        if (is_verb(i))
            option = " -n __lvsdrctl_has_no_verb -a " entries[i]
        else if (values[i] == "FILE")
            option = option " -rF"
        else if (values[i])
            option = option " -x -a '(__lvsdrctl_value " entries[i] ")'"
        if (shorts[i])
            option = option " -s " substr(shorts[i], 2)
        print "complete -c lvsdrctl" option " -d " quoted(described[i])
    }
}
