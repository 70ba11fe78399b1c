# SPDX-License-Identifier: LGPL-2.1-or-later
# Types a call into an interactive zsh, and Tab behind it, and prints what it can be completed to, a line each:
# zsh -f completion.zsh CALL

zmodload zsh/zpty
export told=$(mktemp) setup=$(mktemp)
cat >$setup <<'SETUP'
unsetopt auto_list beep
PROMPT=
autoload -Uz compinit
compinit -u
source <(lvsdrctl completion zsh)
compadd() {
    local -a matches
    if [[ -n ${(M)@:#-[OAD]*} ]]; then
        builtin compadd "$@"
    else
        builtin compadd -O matches "$@"
        print -rl -- $matches >>$told
        builtin compadd "$@"
    fi
}
complete-and-exit() {
    zle complete-word
    exit
}
zle -N complete-and-exit
bindkey "^I" complete-and-exit
print ready
SETUP
zpty typed zsh -f -i
zpty -w typed 'source $setup'
zpty -r typed line '*ready'$'\r\n*'
zpty -w -n typed "$1"$'\t'
while zpty -r typed line; do :; done
grep . $told
rm $told $setup
