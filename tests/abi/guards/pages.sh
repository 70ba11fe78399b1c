# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # backquotes are text, options words; test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that the guards of README.md and of the pages catch.
unlinked() { # declared, and nowhere defined
    new_function 'uint32_t value' && edit README.md 's/lvsdr_service_add\(host, web\) >= 0/& \&\& lvsdr_guard(host, 1) == 0/'
}
caught "an example in the README that does not compile" abi/check-readme 'does not compile and link: mend it there' \
    edit README.md 's/lvsdr_service_add\(host, web\)/lvsdr_service_add(host)/'
caught "an example in the README that does not link" abi/check-readme 'does not compile and link' unlinked
caught "a README without its example" abi/check-readme 'README.md has no C example .*: put it back' edit README.md '/^```c$/d'
caught "a row of the README with a call that its example does not make" abi/check-readme \
    'the example 4-service does not call lvsdr_vip_add' edit README.md '/`4-service`/ s/lvsdr_service_add/lvsdr_vip_add/'
caught "a row of the README without a call that its example makes" abi/check-readme \
    'the row of 8-ppc does not name lvsdr_service_update' edit README.md '/`8-ppc`/ s/, `lvsdr_service_update`//'

caught "a name of the kernel without its row" abi/check-ipvs-table 'each name of the header has one row' \
    edit docs/ipvs.md '/^\| `IPVS_CMD_ZERO` /d'
caught "a row that names no function" abi/check-ipvs-table 'these rows of docs/ipvs.md name no function' \
    edit docs/ipvs.md 's/^(\| `IPVS_CMD_ZERO` \|).*/\1 nothing |/'
caught "a row that names what is not there" abi/check-ipvs-table 'no public header declares them: correct the page' \
    edit docs/ipvs.md 's/^(\| `IPVS_CMD_ZERO` \|).*/\1 `lvsdr_none()` |/'

caught "a figure of the page that was not measured" docs/check-performance 'performance.md is not what docs/performance/' \
    edit docs/performance.md 's/^(\| create \| 1000x10 \|) [0-9]+/\1 1/'
caught "a plot of other figures" docs/check-performance 'uml.svg is not what docs/performance/' \
    edit docs/performance/uml.svg 's/(liblvsdr )[1-9][0-9.]*/\10/'

caught "a page that mandoc warns of" docs/check-man 'mandoc warns: mend bindings/generator/man.py' \
    edit bindings/generator/man.py 's/"\.nh",/".nh", ".nonsense",/'
caught "a page without a section" docs/check-man 'pages without a section OWNERSHIP: lvsdr_' \
    edit bindings/generator/man.py '/\("OWNERSHIP", /d'
caught "an overview that leaves functions out" docs/check-man 'lvsdr.7 does not list lvsdr_free.3' \
    edit bindings/generator/man.py '/\("FUNCTIONS", /d'
caught "a page that refers to none" docs/check-man 'refers to lvsdr_nothing.3, which there is not' \
    edit include/lvsdr/handle.h 's/close the handle.s sockets/undo lvsdr_nothing()/'

caught "a page that names a file which is not there" docs/check-pages 'docs/contributing/attribute\.md: no file is called model/vip2\.c' \
    edit docs/contributing/attribute.md '$ a\`model/vip2.c`'
caught "a page that links to nothing" docs/check-pages '^CONTRIBUTING\.md: there is no docs/nothing\.md' \
    edit CONTRIBUTING.md 's|\(SECURITY.md\)|(docs/nothing.md)|'

caught "a retired word in a header" docs/check-words '^include/lvsdr/dest\.h:[0-9]*: "backend" is retired: say "destination"' \
    edit include/lvsdr/dest.h 's/^ \* lvsdr_dest_new\(\) - create a destination object/ * lvsdr_dest_new() - create a backend/'
caught "a retired word in a message, over two lines" docs/check-words 'model/service\.c:[0-9]*: "what is wanted" is retired' \
    edit liblvsdr/model/service.c 's/"one-packet scheduling is for UDP only"/"this is not what "\n"is wanted"/'
caught "a retired word in a text of lvsdrctl" docs/check-words '^tools/lvsdrctl/help\.c:[0-9]*: "put back" is retired: say "restore"' \
    edit tools/lvsdrctl/help.c 's/restore what an earlier apply/put back what an earlier apply/'
caught "a retired word in the page of lvsdrctl" docs/check-words '^tools/lvsdrctl/lvsdrctl\.8:[0-9]*: "somebody changed" is retired' \
    edit tools/lvsdrctl/lvsdrctl.8 's/that another program changed since/that somebody changed since/'
caught "a retired word in a page" docs/check-words '^docs/json\.md:[0-9]*: "in this form" is retired: say "with the same settings"' \
    edit docs/json.md '$ a\It exists in this form.'
caught "a retired word in a docstring" docs/check-words 'lvsdr/dest\.py:[0-9]*: "realserver" is retired: say "real server"' \
    edit bindings/python/lvsdr/dest.py 's/"""Read a destination from the kernel\."""/"""Read a realserver."""/'
caught "a glossary without its last column" docs/check-words 'put its last column back' \
    edit docs/glossary.md 's/\| `[^|]*` \|$/| |/'

caught "a tutorial that names what is not there" docs/check-tutorial 'the headers have no lvsdr_none' \
    edit docs/tutorial/en/4-service.md '$ s/$/ lvsdr_none()/' docs/tutorial/zh/4-service.md '$ s/$/ lvsdr_none()/'
caught "a Chinese README with another example" docs/check-tutorial 'its example in c is not that of README.md' \
    edit README.zh.md 's/192\.168\.1\.20", &rs1/192.168.1.21", \&rs1/'
caught "a Chinese README with another command" docs/check-tutorial 'its commands are not those of README.md' \
    edit README.zh.md 's/^sudo lvsdrctl undo undo\.json/sudo lvsdrctl undo/'

caught "a unit with more privilege than its page says" docs/check-unit 'mend it, or what docs/security.md says' \
    edit tools/lvsdrctl/lvsdr-state.service 's/^CapabilityBoundingSet=.*/CapabilityBoundingSet=CAP_NET_ADMIN CAP_SYS_ADMIN/'
caught "a unit with a setting that there is not" docs/check-unit 'Unknown key' \
    edit tools/lvsdrctl/lvsdr-state.service 's/^LockPersonality=/LockPersonalty=/'

caught "an option that the man page of lvsdrctl does not have" docs/check-lvsdrctl 'options of the page.* lacks --active-only ' \
    edit tools/lvsdrctl/lvsdrctl.8 '/^\.B \\-\\-active/d'
caught "an option that --help does not have" docs/check-lvsdrctl 'options of the help.* lacks --insist ' \
    edit tools/lvsdrctl/help.c '/--insist/d'
caught "an option that the completion does not have" docs/check-lvsdrctl 'options of the completion.* lacks .*--trace ' \
    edit tools/lvsdrctl/completion/script.awk 's/(alone = alone) .*/\1/'
caught "a value that the completion of fish does not know of" docs/check-lvsdrctl 'values of the fish.* lacks .*--record ' \
    edit tools/lvsdrctl/completion/script.awk 's/ -rF//'
caught "an option that lvsdrctl does not have" docs/check-lvsdrctl 'options of the page.* has besides --quiet ' \
    edit tools/lvsdrctl/options.c '/"quiet"/d'
caught "a verb that the man page of lvsdrctl does not have" docs/check-lvsdrctl 'verbs of the page.* lacks weight ' \
    edit tools/lvsdrctl/lvsdrctl.8 '/^\.BI weight/d'
caught "a verb that the completion does not have" docs/check-lvsdrctl 'verbs of the completion.* lacks undo ' \
    edit tools/lvsdrctl/completion/script.awk 's/verbs = verbs .*/verbs = ""/'
caught "a verb that the usage does not have" docs/check-lvsdrctl 'verbs of the usage.* lacks probe ' \
    edit tools/lvsdrctl/help.c '/OPTION.*probe/d'
caught "a man page of lvsdrctl that mandoc warns of" docs/check-lvsdrctl 'mandoc warns' \
    edit tools/lvsdrctl/lvsdrctl.8 's/^\.nh/.nonsense/'
caught "a man page of lvsdrctl that refers to none" docs/check-lvsdrctl 'refers to lvsdr_none.3, which there is not' \
    edit tools/lvsdrctl/lvsdrctl.8 's/^\.BR lvsdr_plan_apply /.BR lvsdr_none /'
caught "a man page of lvsdrctl of another version" docs/check-lvsdrctl 'the page is not of version' \
    edit tools/lvsdrctl/lvsdrctl.8 's/lvsdr 0\.[0-9.]*/lvsdr 0.0.9/'
