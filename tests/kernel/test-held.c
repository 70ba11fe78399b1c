// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What was read can be written back: whatever ipvsadm makes the kernel hold is read, all is taken
 * away, and it comes back by setters, by JSON and by rules, unchanged, without insisting. What the
 * library refuses on purpose (docs/rules.md), such as a real server that has the VIP's address, is
 * not asked for.
 */
#include "model.h"
#include "trial.h"

#include <arpa/inet.h>
#include <stdbool.h>

enum { STATES = 12, MOST_SERVICES = 10, MOST_DESTS = 6, LONGEST_TIMEOUT = 31 * 24 * 3600 };
enum { PARTS = LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS };

/* And then all is taken away, in one go: processes are what takes the time here. */
#define TOLD_AND_CLEARED                                                                           \
	"(ipvsadm -Sn; ipvsadm -Ln --thresholds; ipvsadm -Ln --timeout; tail -n +2 "               \
	"/proc/net/ip_vs) |"                                                                       \
	"sort; ipvsadm -C; ipvsadm --set 7 7 7"

/* What all states together had. */
struct held {
	size_t services, dests;
};

/* ---- Rules that ipvsadm takes. */

static void add(char *line, size_t size, const char *format, ...)
{
	size_t length = strlen(line);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line + length, size - length, format, arguments);
	va_end(arguments);
}

/* Those of services are odd at their ends, those of destinations even: none is both. */
static void random_address(struct random *random, bool ipv6, bool service, char *text, size_t size)
{
	static const char *const known4[][2] = {{"127.0.0.1", "192.168.1.40"},
						{"192.168.1.41", "127.0.0.2"},
						{"1.0.0.1", "10.0.0.254"}};
	static const char *const known6[][2] = {{"::1", "2001:db8::40"},
						{"::ffff:192.0.2.1", "fd00:ffff::2"},
						{"2001:db8::41", "2001:db8:0:1::"},
						{"fe80::1", "fd00::2"}};
	uint32_t odd = service ? 1 : 0;

	if (random_once_in(random, 2))
		snprintf(text, size, "%s",
			 ipv6 ? RANDOM_OF(random, known6)[!service]
			      : RANDOM_OF(random, known4)[!service]);
	else if (ipv6)
		snprintf(text, size, "2001:db8:%x::%x", random_below(random, 65536),
			 (1 + random_below(random, 32767)) << 1 | odd);
	else
		snprintf(text, size, "%u.%u.%u.%u", 1 + random_below(random, 126),
			 random_below(random, 256), random_below(random, 256),
			 (1 + random_below(random, 126)) << 1 | odd);
}

static uint32_t random_port(struct random *random)
{
	static const uint32_t known[] = {0, 1, 80, 443, 32768, 65535};

	return random_once_in(random, 2) ? RANDOM_OF(random, known) : random_below(random, 65536);
}

static uint32_t random_timeout(struct random *random)
{
	return random_once_in(random, 4) ? LONGEST_TIMEOUT - random_below(random, 2)
					 : 1 + random_below(random, LONGEST_TIMEOUT);
}

/* Prefixes of IPv4 from 0 on, and what is none: a netmask with holes. */
static void add_netmask(struct random *random, char *line, size_t size)
{
	struct in_addr mask = {random_next(random)};

	if (random_once_in(random, 2))
		mask.s_addr = htonl((uint32_t)(UINT64_MAX << random_below(random, 33)));
	add(line, size, " -M %s", inet_ntoa(mask));
}

struct owner {
	char name[96]; /* as a rule has it */
	bool ipv6, mark;
	uint32_t port;
};

static struct owner random_owner(struct random *random)
{
	static const char *const protocols[] = {"-t", "-u", "--sctp-service"};
	static const uint32_t marks[] = {1, 7, 2147483647, 2147483648, UINT32_MAX};
	struct owner owner = {.ipv6 = random_once_in(random, 2), .mark = random_once_in(random, 4)};
	char address[64], where[80];

	if (owner.mark) {
		snprintf(owner.name, sizeof(owner.name), "-f %u%s",
			 random_once_in(random, 2) ? RANDOM_OF(random, marks)
						   : random_next(random) | 1,
			 owner.ipv6 ? " -6" : "");
		return owner;
	}
	owner.port = random_port(random);
	random_address(random, owner.ipv6, true, address, sizeof(address));
	join_address(address, owner.port, where, sizeof(where));
	snprintf(owner.name, sizeof(owner.name), "%s %s", RANDOM_OF(random, protocols), where);
	return owner;
}

static void write_service(struct random *random, const struct owner *owner, FILE *rules)
{
	struct model_service form = model_random_service(random, owner->ipv6 ? 5 : 0);
	bool all_ports = !owner->mark && !owner->port;
	char line[256] = "";

	if (form.timeout || all_ports)
		form.timeout = random_timeout(random);
	else
		form.engine = "";
	if (!form.timeout || !owner->ipv6)
		form.prefix = owner->ipv6 ? 128 : 32; /* of IPv4 below */
	if (!owner->mark && strncmp(owner->name, "-u", 2))
		form.one_packet = false;
	model_service_options(owner->ipv6, &form, false, line, sizeof(line));
	if (form.timeout && !owner->ipv6 && random_once_in(random, 2))
		add_netmask(random, line, sizeof(line));
	fprintf(rules, "-A %s%s\n", owner->name, line);
}

static void write_dest(struct random *random, const struct owner *owner, FILE *rules)
{
	struct model_dest form = model_random_dest(random);
	bool ipv6 = random_once_in(random, 4) ? !owner->ipv6 : owner->ipv6;
	char address[64], where[80], line[256] = "";

	if (ipv6 != owner->ipv6)
		form.forwarding = LVSDR_FORWARD_TUNNEL;
	model_plain_dest(&form);
	random_address(random, ipv6, false, address, sizeof(address));
	/* Where it cannot be another one, ipvsadm takes the service's. */
	join_address(address, random_port(random), where, sizeof(where));
	model_dest_options(&form, false, line, sizeof(line));
	fprintf(rules, "-a %s -r %s%s\n", owner->name, where, line);
}

static void write_rules(struct random *random, FILE *rules)
{
	uint32_t count = random_below(random, MOST_SERVICES + 1), dests;
	struct owner owner;

	fprintf(rules, "--set %u %u %u\n", random_timeout(random), random_timeout(random),
		random_timeout(random));
	while (count--) {
		owner = random_owner(random);
		write_service(random, &owner, rules);
		for (dests = random_below(random, MOST_DESTS + 1); dests; dests--)
			write_dest(random, &owner, rules);
	}
}

/* Where ipvsadm itself refuses a line it ends; what the kernel refuses is not there. */
static void hold(struct trial *trial)
{
	FILE *rules = fopen("/tmp/rules", "w");
	char *refused;

	assert_non_null(rules);
	write_rules(&trial->random, rules);
	assert_int_equal(fclose(rules), 0);
	refused = ask("ipvsadm -R </tmp/rules 2>&1 | grep -v \"already exists\"; true");
	if (*refused)
		trial_fail(trial, "ipvsadm refuses /tmp/rules: %.100s", refused);
	free(refused);
}

/* ---- By setters. */

static struct lvsdr_service *new_like(const struct trial *trial, const struct lvsdr_service *read)
{
	uint32_t mark = lvsdr_service_get_fwmark(read);
	struct lvsdr_service *service = NULL;
	char address[64], where[80];
	int result;

	if (mark) {
		result = lvsdr_service_new_fwmark(trial->test->host, lvsdr_service_get_family(read),
						  mark, &service);
	} else {
		assert_true(lvsdr_service_get_address(read, address, sizeof(address)) > 0);
		join_address(address, (uint32_t)lvsdr_service_get_port(read), where, sizeof(where));
		result = lvsdr_service_new(trial->test->host, lvsdr_service_get_protocol(read),
					   where, &service);
	}
	if (result)
		trial_fail(trial, "describing a service");
	return service;
}

static int copy_netmask(struct lvsdr_service *service, const struct lvsdr_service *read)
{
	int32_t prefix = lvsdr_service_get_persistence_prefix(read);
	char netmask[64];

	if (prefix >= 0)
		return lvsdr_service_set_persistence_prefix(service, prefix);
	if (lvsdr_service_get_persistence_netmask(read, netmask, sizeof(netmask)) < 0)
		return -1;
	return lvsdr_service_set_persistence_netmask(service, netmask);
}

static struct lvsdr_service *copy_service(const struct trial *trial,
					  const struct lvsdr_service *read)
{
	struct lvsdr_service *service = new_like(trial, read);

	if (lvsdr_service_set_scheduler(service, lvsdr_service_get_scheduler(read)) ||
	    lvsdr_service_set_scheduler_flags(service, lvsdr_service_get_scheduler_flags(read)) ||
	    lvsdr_service_set_persistence(service, lvsdr_service_get_persistence(read)) ||
	    copy_netmask(service, read) ||
	    lvsdr_service_set_persistence_engine(service,
						 lvsdr_service_get_persistence_engine(read)) ||
	    lvsdr_service_set_one_packet(service, lvsdr_service_get_one_packet(read)))
		trial_fail(trial, "setting a service");
	return service;
}

static struct lvsdr_dest *copy_dest(const struct trial *trial, const struct lvsdr_dest *read)
{
	int32_t forwarding = lvsdr_dest_get_forwarding(read);
	char address[64], where[80];
	struct lvsdr_dest *dest;

	assert_true(lvsdr_dest_get_address(read, address, sizeof(address)) > 0);
	join_address(address, (uint32_t)lvsdr_dest_get_port(read), where, sizeof(where));
	if (lvsdr_dest_new(trial->test->host, where, &dest) ||
	    lvsdr_dest_set_weight(dest, lvsdr_dest_get_weight(read)) ||
	    lvsdr_dest_set_thresholds(dest, lvsdr_dest_get_upper_threshold(read),
				      lvsdr_dest_get_lower_threshold(read)) ||
	    (forwarding == LVSDR_FORWARD_TUNNEL
		     ? lvsdr_dest_set_tunnel(dest, lvsdr_dest_get_tunnel_type(read),
					     lvsdr_dest_get_tunnel_port(read),
					     lvsdr_dest_get_tunnel_flags(read))
		     : lvsdr_dest_set_forwarding(dest, forwarding)))
		trial_fail(trial, "describing a destination at %s", where);
	return dest;
}

static void copy_timeouts(const struct trial *trial, const struct lvsdr_timeouts *read,
			  struct lvsdr_state *state)
{
	struct lvsdr_timeouts *timeouts;

	if (lvsdr_timeouts_new(trial->test->host, &timeouts) ||
	    lvsdr_timeouts_set_tcp(timeouts, lvsdr_timeouts_get_tcp(read)) ||
	    lvsdr_timeouts_set_tcp_fin(timeouts, lvsdr_timeouts_get_tcp_fin(read)) ||
	    lvsdr_timeouts_set_udp(timeouts, lvsdr_timeouts_get_udp(read)) ||
	    lvsdr_state_set_timeouts(state, timeouts))
		trial_fail(trial, "timeouts");
	lvsdr_timeouts_free(timeouts);
}

static void copy_dests(const struct trial *trial, const struct lvsdr_state *read, size_t index,
		       const struct lvsdr_service *service, struct lvsdr_state *state)
{
	struct lvsdr_dest *dest;

	for (size_t i = 0; i < lvsdr_state_get_dest_count(read, index); i++) {
		dest = copy_dest(trial, lvsdr_state_get_dest(read, index, i));
		if (lvsdr_state_add_dest(state, service, dest))
			trial_fail(trial, "a destination in a state");
		lvsdr_dest_free(dest);
	}
}

/* New objects, which have nothing of those that were read but what their getters told. */
static struct lvsdr_state *by_setters(const struct trial *trial, struct lvsdr_state *read)
{
	struct lvsdr_service *service;
	struct lvsdr_state *state;

	if (lvsdr_state_new(trial->test->host, PARTS, &state))
		trial_fail(trial, "an empty state");
	copy_timeouts(trial, lvsdr_state_get_timeouts(read), state);
	for (size_t i = 0; i < lvsdr_state_get_service_count(read); i++) {
		service = copy_service(trial, lvsdr_state_get_service(read, i));
		if (lvsdr_state_add_service(state, service))
			trial_fail(trial, "a service in a state");
		copy_dests(trial, read, i, service, state);
		lvsdr_service_free(service);
	}
	return state;
}

/* ---- By texts. */

static const char *written(const struct trial *trial, struct lvsdr_state *state)
{
	const char *json;

	if (lvsdr_state_to_text(state, "json", &json))
		trial_fail(trial, "writing JSON");
	return json;
}

static struct lvsdr_state *parsed(const struct trial *trial, const char *json)
{
	struct lvsdr_state *state;

	if (lvsdr_state_from_text(trial->test->host, "json", json, strlen(json), &state))
		trial_fail(trial, "parsing JSON");
	return state;
}

static struct lvsdr_state *by_json(const struct trial *trial, struct lvsdr_state *read)
{
	return parsed(trial, written(trial, read));
}

/* As somebody wrote it: without the mark that a kernel held it, it has to make sense. */
static struct lvsdr_state *by_json_of_ones_own(const struct trial *trial, struct lvsdr_state *read)
{
	static const char mark[] = "\"observed\": true,";
	char *json = strdup(written(trial, read)), *found;
	struct lvsdr_state *state;

	assert_non_null(json);
	found = strstr(json, mark);
	assert_non_null(found);
	memset(found, ' ', strlen(mark));
	state = parsed(trial, json);
	free(json);
	return state;
}

/* NULL where they cannot hold something, which is told: that there are no services. */
static struct lvsdr_state *by_rules(const struct trial *trial, struct lvsdr_state *read)
{
	struct lvsdr_state *state;
	const char *rules;
	int lost = lvsdr_state_to_text(read, "rules", &rules);

	if (lost != !lvsdr_state_get_service_count(read) ||
	    (lost && !strstr(lvsdr_error_message(trial->test->host), "no services")))
		trial_fail(trial, "writing rules: %d", lost);
	if (lost)
		return NULL;
	if (lvsdr_state_from_text(trial->test->host, "rules", rules, strlen(rules), &state))
		trial_fail(trial, "parsing rules");
	return state;
}

/* ---- Back again. */

static const struct {
	const char *name;
	struct lvsdr_state *(*make)(const struct trial *trial, struct lvsdr_state *read);
} ways[] = {
	{"setters", by_setters},
	{"JSON", by_json},
	{"JSON of one's own", by_json_of_ones_own},
	{"rules", by_rules},
};

/* ---- Destinations of hashing schedulers come in an order of the library's. */

static bool has_hashing(const struct lvsdr_state *state)
{
	static const char *const schedulers[] = {"mh", "sh", "dh"};

	for (size_t i = 0; i < lvsdr_state_get_service_count(state); i++) {
		const char *scheduler =
			lvsdr_service_get_scheduler(lvsdr_state_get_service(state, i));

		for (size_t k = 0; k < sizeof(schedulers) / sizeof(*schedulers); k++)
			if (!strcmp(scheduler, schedulers[k]))
				return true;
	}
	return false;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Its lines in alphabetical order, without the commas that separate objects; to be freed. */
static char *sorted(const char *text)
{
	char *copy = strdup(text), *result = calloc(strlen(text) + 2, 1), **lines, *line;
	size_t count = 0, length;

	assert_non_null(copy);
	assert_non_null(result);
	lines = calloc(strlen(text) + 1, sizeof(*lines));
	assert_non_null(lines);
	for (line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
		length = strlen(line);
		if (length && line[length - 1] == ',')
			line[length - 1] = '\0';
		lines[count++] = line;
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	for (size_t i = 0; i < count; i++)
		strcat(strcat(result, lines[i]), "\n");
	free(lines);
	free(copy);
	return result;
}

/* ipvsadm does not tell all flags of all schedulers. */
static void check_read_again(const struct trial *trial, struct lvsdr_state *read, const char *name)
{
	struct lvsdr_state *again = trial_read(trial, PARTS);
	const char *now = written(trial, again), *before = written(trial, read);
	char *sorted_now = sorted(now), *sorted_before = sorted(before);

	if (has_hashing(read) ? strcmp(sorted_now, sorted_before) : strcmp(now, before))
		trial_fail(trial, "what is read differs after %s", name);
	free(sorted_now);
	free(sorted_before);
	lvsdr_state_free(again);
}

static void write_back(const struct trial *trial, struct lvsdr_state *read, const char *before,
		       size_t way)
{
	struct lvsdr_state *desired = ways[way].make(trial, read);

	if (!desired)
		return;
	trial_reach(trial, desired);
	trial_check_reached(trial, desired, ways[way].name);
	check_read_again(trial, read, ways[way].name);
	trial_check_told(trial, TOLD_AND_CLEARED, strdup(before), ways[way].name);
	lvsdr_state_free(desired);
}

/* ipvsadm takes the rules too, and makes the same of them. */
static void restore(const struct trial *trial, struct lvsdr_state *read, const char *before)
{
	FILE *file = fopen("/tmp/rules", "w");
	const char *rules;

	assert_non_null(file);
	assert_true(lvsdr_state_to_text(read, "rules", &rules) >= 0);
	assert_true(fputs(rules, file) >= 0);
	assert_int_equal(fclose(file), 0);
	trial_check_told(trial, "ipvsadm -R </tmp/rules; " TOLD_AND_CLEARED, strdup(before),
			 "ipvsadm");
}

static void test_held(void **state)
{
	struct trial trial = {*state, random_start("held")};
	struct held held = {0};
	struct lvsdr_state *read;
	char *before;

	for (int i = 0; i < STATES; i++) {
		hold(&trial);
		read = trial_read(&trial, PARTS);
		before = ask(TOLD_AND_CLEARED);
		for (size_t way = 0; way < sizeof(ways) / sizeof(*ways); way++)
			write_back(&trial, read, before, way);
		restore(&trial, read, before);
		held.services += lvsdr_state_get_service_count(read);
		for (size_t k = 0; k < lvsdr_state_get_service_count(read); k++)
			held.dests += lvsdr_state_get_dest_count(read, k);
		free(before);
		lvsdr_state_free(read);
	}
	printf("%d states with %zu services and %zu destinations, each written back in %zu ways\n",
	       STATES, held.services, held.dests, sizeof(ways) / sizeof(*ways));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_held, test_set_up, test_tear_down),
	};

	return cmocka_run_group_tests_name("held", tests, NULL, NULL);
}
