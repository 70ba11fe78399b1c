#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What zsh and fish complete of a call of lvsdrctl, by the scripts that it prints for them.
set -u

for shell in zsh fish; do
    command -v $shell >/dev/null || { echo "completion-shells: $shell is missing (tests/setup.sh test)" && exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
real=$PWD/tools/lvsdrctl/lvsdrctl
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 1
tests=$PWD/tests/unit
status=0

# The host has these; all else is asked of lvsdrctl itself.
mkdir "$scratch/bin" "$scratch/files"
cat >"$scratch/bin/lvsdrctl" <<TOOL
#!/bin/sh
case "\$*" in
"--color never list") netns= ;;
"--netns t --color never list" | "--netns=t --color never list") netns=11 ;;
*) exec $real "\$@" ;;
esac
cat <<TABLE
SERVICE SCHEDULER FLAGS
-> REAL SERVER FORWARDING WEIGHT ACTIVE INACTIVE STATE
tcp:192.168.1.41:80 rr
-> 192.168.1.2\$netns:80 direct 1 0 0
-> [2001:db8::20]:80 direct 1 0 0
udp:192.168.1.41:53 rr
-> 192.168.1.2\$netns:53 direct 1 0 0
fwmark:7 wlc
TABLE
TOOL
chmod +x "$scratch/bin/lvsdrctl"
PATH=$scratch/bin:$PATH
export HOME=$scratch
touch "$scratch/files/web.json" "$scratch/files/other.yaml"

# Each case is the call, of which the last word is completed, and behind "|" what it is completed to; "*" stands for more.
cat >"$scratch/cases" <<CASES
r|read
p|plan probe
--scope everything a|announce apply
--scope=everything a|announce apply
apply |other.yaml web.json
apply web.json o|other.yaml
undo w|web.json
undo web.json |
--record w|web.json
--cut|--cut-hashed --cut-templates
apply --a|--active-only --allow-empty
apply web.json --dry|--dry-run
--scope e|everything
--color a|always auto
--sort a|active
--format y|yaml
--state fin|fin_wait
--parts vi|vips
list --service |fwmark:7 tcp:192.168.1.41:80 udp:192.168.1.41:53
list --service udp:192|udp:192.168.1.41:53
list --real-server 192|192.168.1.2:53 192.168.1.2:80
drain |192.168.1.2 2001:db8::20 fwmark:7 tcp:192.168.1.41:80 udp:192.168.1.41:53
drain tcp:192.168.1.41:80 192|192.168.1.2:53 192.168.1.2:80
--netns t drain 192|192.168.1.211
--netns=t weight 192|192.168.1.211
weight 192.168.1.2 |
announce 192.168.1.41 l|lo
probe 192.168.1.41 l|lo
completion |bash fish zsh
read |
CASES

in_fish() { # CALL: the candidates, a line each
    # shellcheck disable=SC2016 # fish expands it
    fish --no-config -c 'lvsdrctl completion fish | source; complete -C "$argv"' -- "lvsdrctl $1" | cut -f 1
}

in_zsh() {
    zsh -f "$tests/completion.zsh" "lvsdrctl $1"
}

cd "$scratch/files" || exit 1
for shell in zsh fish; do
    while IFS="|" read -r call expected; do
        told=$("in_$shell" "$call" | LC_ALL=C sort -u | xargs)
        if [ "$told" = "$expected" ]; then
            echo "[       OK ] completion: $shell: lvsdrctl $call"
        else
            echo "[  FAILED  ] completion: $shell: lvsdrctl $call: \"$told\" instead of \"$expected\"" && status=1
        fi
    done <"$scratch/cases"
done
exit $status
