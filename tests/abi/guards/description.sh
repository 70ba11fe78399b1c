# shellcheck shell=bash disable=SC2016,SC2086,SC2154 # backquotes are text, options words; test-guards.sh sets variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# Breaks that check-description.sh catches: the grammar and the rules of the headers, and what is generated.
guard=abi/check-description

caught "a function without documentation" $guard \
    'version.h:[0-9]+: this function has no documentation: write "/\*\*"' append version.h 'int lvsdr_guard(void);'
caught "a function with an ordinary comment" $guard 'documentation|a comment stands before' append version.h \
    '/* What it does. */
int lvsdr_guard(void);'
caught "documentation of another name" $guard 'has to begin with " \* lvsdr_free\(\) - ' \
    edit include/lvsdr/handle.h 's/^ \* lvsdr_free\(\) -/ * lvsdr_end() -/'
caught "no Returns:" $guard 'lvsdr_version\(\): add " \* Returns: ...' \
    edit include/lvsdr/version.h '0,/^ \* Returns: static text\.$/{//d}'
caught "Returns: of a function that returns nothing" $guard 'it returns nothing: leave Returns: away' \
    edit include/lvsdr/handle.h 's/^ \* @host: a handle or NULL.*/&\n * Returns: nothing./'
caught "no Since:" $guard 'lvsdr_free\(\): add " \* Since: 0.1" at the end' \
    edit include/lvsdr/handle.h '/^ \* @host: a handle or NULL/,/^ \*\// { /Since:/d }'
caught "no Privilege:" $guard 'lvsdr_open_netns_fd\(\): add " \* Privilege: ..."' \
    edit include/lvsdr/handle.h '/^ \* @fd:/,/^ \*\// { /Privilege:/d }'
caught "Privilege: of a local function" $guard 'leave Privilege: away' \
    edit include/lvsdr/handle.h '/^ \* @insist:/,/^ \*\// s/^ \* Returns:/ * Privilege: none.\n&/'
caught "a privilege that is none" $guard 'Privilege: begins with none, a CAP_ name, root, or as lvsdr_x\(\), not with "much' \
    edit include/lvsdr/handle.h '/^ \* @fd:/,/^ \*\// s/Privilege: .*/Privilege: much of it./'
caught "a setter that is not said to be local" $guard 'new, free, set and get cost no system call: its summary ends with "Local\."' \
    edit include/lvsdr/service.h 's/^( \* lvsdr_service_set_one_packet\(\) - .*) Local\./\1/'
caught "a call to the kernel that is said to be local" $guard 'talk to the kernel: it is not local' \
    edit include/lvsdr/service.h 's/^( \* lvsdr_service_read\(\) - .*)/\1 Local./; /^ \* lvsdr_service_read/,/^ \*\// { /Privilege:/d }'
caught "privilege as of a function that is not there" $guard 'there is no lvsdr_none\(\)' \
    edit include/lvsdr/version.h 's/Privilege: as lvsdr_read_ipvs_version\(\)/Privilege: as lvsdr_none()/'
caught "a group of constants that there is not" $guard '@forwarding names LVSDR_FORWARDS_, and no group' \
    edit include/lvsdr/dest.h 's/an LVSDR_FORWARD_ value; the/an LVSDR_FORWARDS_ value; the/'
caught "no word on who frees" $guard '@ret_host has to say who frees it: "free it with lvsdr_free\(\)"' \
    edit include/lvsdr/handle.h 's/^( \* @ret_host: receives the handle);.*/\1./'
caught "no word on how long a text of a parameter lives" $guard '@ret_text has to say how long the text lives' \
    edit include/lvsdr/state.h 's/borrowed until the next call that writes this state/good until then/'
caught "no word on how long a result lives" $guard 'lvsdr_version\(\): Returns: has to say how long the pointer lives' \
    edit include/lvsdr/version.h 's/^ \* Returns: static text\.$/ * Returns: text./'
caught "an undocumented parameter" $guard 'its parameter is not documented: add a line " \* @fd: ..."' \
    edit include/lvsdr/handle.h '/^ \* @fd:/d'
caught "a documented parameter that is not there" $guard 'its parameter is not documented|the same parameters in the same order' \
    edit include/lvsdr/handle.h 's/^ \* @fd:/ * @descriptor: what is no more.\n&/'
caught "a parameter without its range" $guard '@milliseconds has to tell its range' \
    edit include/lvsdr/handle.h 's/1 to 3600000\. The default is 5000\./how long./'
caught "a parameter without its unit" $guard '@timeout has to tell its unit: seconds or milliseconds' \
    edit include/lvsdr/handle.h 's/@milliseconds: 1/@timeout: 1/; s/int32_t milliseconds/int32_t timeout/'
caught "a result without its unit" $guard 'Returns: has to tell the unit: seconds or milliseconds' \
    edit include/lvsdr/timeouts.h '/lvsdr_timeouts_get_udp\(\) -/,/^ \*\// s/Returns: seconds/Returns: how long/'
caught "a port that comes in without its byte order" $guard '@port has to say that it is in host byte order' \
    edit include/lvsdr/dest.h 's/^( \* @port: .*), in host byte order/\1, 0 to 65535/'
caught "flags with a sign" $guard '@flags are flags: uint32_t' \
    edit include/lvsdr/service.h 's/(set_scheduler_flags\(.*, )uint32_t flags/\1int32_t flags/'
caught "flags of no group" $guard '@flags names flags that no group of constants has' \
    edit include/lvsdr/service.h 's/(@flags: a combination of )LVSDR_SCHEDULER_/\1LVSDR_NONE_/'
caught "an unknown code" $guard '-EDOM is not in the closed set of codes of error.h' \
    edit include/lvsdr/handle.h '0,/^ \* Returns: 0 on success; -EINVAL/s//&; -EDOM/'
caught "an unknown code in the text" $guard '-ENOSPC is not in the closed set' \
    edit include/lvsdr/handle.h 's/^ \* Values that cannot be represented/ * It may end with -ENOSPC.\n&/'
caught "a function that changes and cannot say -EINVAL" $guard 'has to name -EINVAL' \
    edit include/lvsdr/handle.h '/^ \* @insist:/,/^ \*\// s/0 on success; -EINVAL/0 on success/'
caught "a negative code in an unsigned result" $guard 'uint32_t cannot hold a negative code' \
    edit include/lvsdr/service.h 's/^ \* Returns: the mark; 0/ * Returns: the mark; -EINVAL; 0/'
caught "a function that changes and returns no int" $guard 'a function that can fail returns int' \
    edit include/lvsdr/handle.h 's/^int lvsdr_set_insist/int32_t lvsdr_set_insist/'
caught "a port without its byte order" $guard 'say that the port is in host byte order' \
    edit include/lvsdr/service.h 's/^( \* lvsdr_service_get_port\(\) -).*/\1 the number behind the colon. Local./'
caught "room that does not follow its array" $guard 'after @buffer has to come how much fits into it' \
    edit include/lvsdr/dest.h 's/char \*buffer, size_t size\)/char *buffer)/; /^ \* @size:/d'
caught "a result that is not last" $guard 'results come last|stands behind a ret_ parameter' \
    edit include/lvsdr/version.h 's/struct lvsdr \*host, uint32_t \*ret_size/uint32_t *ret_size, struct lvsdr *host/' \
    include/lvsdr/version.h '/^ \* @ret_size:/d; /lvsdr_read_connection_table_size\(\) -/,/@host/ s/^ \* @host/ * @ret_size: receives the number.\n&/'
caught "a number without its range" $guard '@weight has to tell its range' \
    edit include/lvsdr/dest.h 's/0 \(no new connections\) to 2147483647; the default is 1/its share; the default is 1/'
caught "a result of no kind" $guard 'lvsdr_vip_read\(\): Returns: begins with a phrase that says what kind of result' \
    edit include/lvsdr/vip.h '/^ \* lvsdr_vip_read\(\) -/,/^ \*\// s/Returns: 0 on success/Returns: nothing of note/'
caught "a code whose number nobody told" $guard 'say in ERRNO of .* which number ENOTCONN has' \
    edit include/lvsdr/error.h 's/^( \*   )-EIO  /\1-ENOTCONN  /'
new_attribute() { # which nobody writes a line of the bindings for
    append dest.h '/**
 * lvsdr_dest_set_guard() - set what this test adds. Local.
 * @dest: the object.
 * @guard: an LVSDR_TUNNEL_ value; the default is LVSDR_TUNNEL_IPIP.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_guard(struct lvsdr_dest *dest, int32_t guard);

/**
 * lvsdr_dest_get_guard() - get what this test adds. Local.
 * @dest: the object.
 * Returns: an LVSDR_TUNNEL_ value; -EINVAL if @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_guard(const struct lvsdr_dest *dest);'
    generate && grep -qx '    guard: Optional\[Tunnel\]' "$tree/bindings/python/lvsdr/_members.py" &&
        grep -qx '        guard: a Tunnel value; the default is Tunnel.IPIP.' "$tree/bindings/python/lvsdr/_members.py" &&
        grep -qx '      { name = "guard", types = { "int32" }, sets = { "guard" } },' "$tree/bindings/luajit/lvsdr/members.lua" &&
        grep -qx '	dest &set_guard(liblvsdr::tunnel guard)' "$tree/bindings/cpp/include/lvsdr/cpp/objects.hpp" &&
        grep -qx '    pub fn set_guard(&mut self, guard: Tunnel) -> Result<&mut Self> {' "$tree/bindings/rust/lvsdr/src/objects.rs" &&
        grep -qx 'func (object \*Dest) SetGuard(guard int32) error {' "$tree/bindings/go/objects.go" &&
        grep -qx "      { name: 'guard', sets: \['guard'\] }," "$tree/bindings/node/lib/members.js" &&
        grep -qx '  guard: number;' "$tree/bindings/node/lib/members.d.ts"
}
passes "a new attribute, which the bindings have at once" $guard new_attribute
caught "a setter without a getter" $guard 'no getter returns what @metric sets: add lvsdr_vip_get_metric\(\)' \
    edit include/lvsdr/vip.h 's/lvsdr_vip_get_metric\(/lvsdr_vip_get_route_metric(/'
caught "one of several values without a getter" $guard 'no getter returns what @lower sets: add lvsdr_dest_get_thresholds\(\), or' \
    edit include/lvsdr/dest.h 's/lvsdr_dest_get_lower_threshold\(/lvsdr_dest_get_lowest_threshold(/'
caught "a struct without free()" $guard 'has no lvsdr_thing_free\(\)' append version.h 'struct lvsdr_thing;'
caught "a name in capitals" $guard 'no declaration that the ABI allows|small letters' append version.h '/**
 * lvsdr_getVersion() - what this test adds. Local.
 * Returns: 0.
 * Since: 0.1
 */
int lvsdr_getVersion(void);'

for type in 'bool value' 'long value' 'unsigned long value' 'unsigned value' 'double value' 'FILE *value' \
    'enum lvsdr_kind value' 'struct lvsdr_pair value' 'int (*value)(int)' 'void *value' 'char *value' \
    'const struct sockaddr *value' 'int value[3]' 'int8_t value' '...' 'struct lvsdr_service **value' 'int *value'; do
    caught "a parameter $type" $guard 'that the ABI allows|has to come how much fits' new_function "$type"
done
for result in bool long 'char *' 'struct lvsdr *' 'void *' 'enum lvsdr_kind' 'struct lvsdr_pair' uint16_t; do
    caught "a result $result" $guard 'that the ABI allows' \
        edit include/lvsdr/version.h "s/^const char \*lvsdr_version\(/${result}${result:+ }lvsdr_version(/; s/\* lvsdr_version/*lvsdr_version/"
done
caught "an inline function" $guard 'nothing that a public header may hold|no documentation' \
    append version.h 'static inline int lvsdr_one(void) { return 1; }'
caught "an exported variable" $guard 'nothing that a public header may hold' append version.h 'extern int lvsdr_debug;'
caught "an enum" $guard 'nothing that a public header may hold' append version.h 'enum lvsdr_kind { LVSDR_ONE };'
caught "a struct with a layout" $guard 'nothing that a public header may hold' append version.h 'struct lvsdr_pair { int one; };'
caught "a typedef" $guard 'nothing that a public header may hold' append version.h 'typedef int lvsdr_number;'
caught "a macro with parameters" $guard 'a constant is "#define LVSDR_NAME value"' append version.h '/* A macro. */
#define LVSDR_TWICE(x) (2 * (x))'
caught "a constant that is computed" $guard 'a constant is "#define LVSDR_NAME value"' append version.h '/* Bits. */
#define LVSDR_BIT (1 << 3)'
caught "a constant without a comment" $guard 'a group of constants begins with a comment' append version.h '#define LVSDR_ONE 1'
caught "two kinds of constants in a group" $guard 'one group holds flags' append version.h '/* Things. */
#define LVSDR_ONE 1
#define LVSDR_TWO 0x2u'
caught "a constant of more than 32 bits" $guard 'LVSDR_LARGE does not fit into 32 bits' append version.h '/* Large. */
#define LVSDR_LARGE 4294967296'
caught "a group of constants without a text" $guard 'a group of constants needs a text' append version.h '/* */
#define LVSDR_ONE 1'
caught "a constant that is there twice" $guard 'LVSDR_FORWARD_LOCAL is there twice' append version.h '/* Again. */
#define LVSDR_FORWARD_LOCAL 1'
caught "a header without its guard" $guard 'here has to stand "#define LVSDR_DEST_H"' edit include/lvsdr/dest.h '/^#define LVSDR_DEST_H/d'
caught "a header that includes a foreign one" $guard 'here has to stand' \
    edit include/lvsdr/version.h 's/^#include <stdint.h>/&\n#include <sys\/socket.h>/'
caught "a header that is not in lvsdr.h" $guard 'it has to include drain.h too' edit include/lvsdr/lvsdr.h '/drain\.h/d'
caught "a header without extern \"C\"" $guard 'here has to stand' edit include/lvsdr/scope.h '/^extern "C"/d'

caught "a stale description" $guard 'bindings/liblvsdr.json is not what the headers say: run bindings/generate.py' \
    edit include/lvsdr/handle.h 's/close the handle.s sockets/end the sockets/'
for file in bindings/liblvsdr.json bindings/python/lvsdr/_raw.py bindings/python/lvsdr/_members.py bindings/luajit/lvsdr/raw.lua bindings/luajit/lvsdr/members.lua \
    bindings/cpp/include/lvsdr/cpp/constants.hpp bindings/cpp/include/lvsdr/cpp/objects.hpp bindings/rust/lvsdr-sys/src/raw.rs \
    bindings/rust/lvsdr/src/constants.rs bindings/rust/lvsdr/src/objects.rs bindings/go/constants.go bindings/go/objects.go \
    bindings/node/lib/raw.js bindings/node/lib/members.js bindings/node/lib/members.d.ts docs/api.md docs/man/pages.mk \
    liblvsdr/liblvsdr.map tests/unit/accessors.h; do
    caught "$file edited by hand" $guard "$file is not what the headers say: run bindings/generate.py" \
        edit $file '$ s/$/ /'
done
caught "a table of privileges edited by hand" $guard 'docs/security.md is not what the headers say: run bindings/generate.py' \
    edit docs/security.md '/^\| none \|/ s/`lvsdr_vip_read\(\)`, //'
caught "a page without its table of privileges" $guard 'docs/security.md: put these two lines back' \
    edit docs/security.md '/^<!-- The end of that\. -->$/d'
caught "a description that its schema does not know" $guard 'mend bindings/generator or the schema' \
    edit bindings/liblvsdr.schema.json 's/"nullable"/"optional"/'
caught "a code without a name for the languages" $guard 'error\.h: -EDOM has no name for the languages: add it' \
    edit include/lvsdr/error.h 's/^ \*   -EIO .*/ *   -EDOM        it is out of bounds\n&/'
