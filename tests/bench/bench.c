/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The library's side of the benchmarks, on the same objects as floor.c.
 *
 *   bench create SERVICES DESTS SCHEDULER     read, plan and apply a ready state
 *   bench direct SERVICES DESTS SCHEDULER     a plan by hand, under the scheduler at once
 *   bench read SERVICES DESTS                 with counters
 *   bench plain SERVICES DESTS                without counters
 *   bench change SERVICES DESTS COUNT         read, plan and apply COUNT changed weights
 *   bench drain SERVICES DESTS                the writes of a graceful removal of one real server, and a look
 *   bench look SERVICES DESTS                 one look, while it has connections
 *   bench restore SERVICES DESTS              apply what was read, after somebody flushed all
 *   bench plan SERVICES DESTS                 the plan alone, when nothing is to be changed
 *   bench memory SERVICES DESTS               bytes for each destination of a state
 *   bench peak-read SERVICES DESTS            the process's peak while reading, in kilobytes
 *   bench peak-json SERVICES DESTS FILE       the same while a state is parsed from JSON
 *   bench json SERVICES DESTS                 writes such JSON
 *   bench open COUNT 1                        COUNT handles, one after the other, of one request each
 *   bench call COUNT 1                        COUNT services added and removed again, by plain calls
 *   bench get COUNT 1                         COUNT readings of one service
 *   bench rested COUNT 1                      COUNT requests of a handle that rests before each one
 *
 * Times are microseconds, twice: of a process that has done the same once before and kept its
 * memory, as a daemon would, and of the first time. What creates works in the namespaces "b", and
 * "w" for the first time; `open` in the one it is called in, all else in "b".
 */
#include <arpa/inet.h>
#include <lvsdr/lvsdr.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

struct size {
	unsigned int services, dests;
};

static struct lvsdr *host;
static struct lvsdr_scope *scope;
static int64_t first_time;

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void need(int result)
{
	if (result >= 0)
		return;
	fprintf(stderr, "bench: %s\n", lvsdr_error_message(host));
	exit(EXIT_FAILURE);
}

static void work_in(const char *netns)
{
	uint32_t version;

	lvsdr_scope_free(scope);
	lvsdr_free(host);
	scope = NULL;
	if (lvsdr_new(&host))
		exit(EXIT_FAILURE);
	need(lvsdr_open_netns(host, netns));
	need(lvsdr_scope_new(host, "everything", &scope));
	need(lvsdr_read_ipvs_version(host, &version)); /* opens the socket, as floor does */
}

static struct lvsdr_service *make_service(unsigned int number, const char *scheduler)
{
	struct lvsdr_service *service;
	char text[32];

	snprintf(text, sizeof(text), "10.1.%u.%u:80", number / 256, number % 256);
	need(lvsdr_service_new(host, "tcp", text, &service));
	need(lvsdr_service_set_scheduler(service, scheduler));
	return service;
}

static struct lvsdr_dest *make_dest(unsigned int number, int32_t weight)
{
	struct lvsdr_dest *dest;
	char text[32];

	snprintf(text, sizeof(text), "10.2.%u.%u", number / 256, number % 256);
	need(lvsdr_dest_new(host, text, &dest));
	need(lvsdr_dest_set_weight(dest, weight));
	return dest;
}

static struct lvsdr_state *make_state(struct size size, const char *scheduler)
{
	struct lvsdr_state *state;

	need(lvsdr_state_new(host, LVSDR_STATE_SERVICES, &state));
	for (unsigned int i = 0; i < size.services; i++) {
		struct lvsdr_service *service = make_service(i, scheduler);

		need(lvsdr_state_add_service(state, service));
		for (unsigned int k = 0; k < size.dests; k++) {
			struct lvsdr_dest *dest = make_dest(k, 1);

			need(lvsdr_state_add_dest(state, service, dest));
			lvsdr_dest_free(dest);
		}
		lvsdr_service_free(service);
	}
	return state;
}

static struct lvsdr_state *read_state(uint32_t parts)
{
	struct lvsdr_state *state;

	need(lvsdr_state_read(host, scope, parts, &state));
	return state;
}

/* The desired state is ready; the rest is the library's work. */
static int64_t reach(const struct lvsdr_state *desired, size_t steps)
{
	struct lvsdr_plan *plan;
	int64_t started = now(), time;

	need(lvsdr_plan_between(host, scope, NULL, desired, &plan));
	need(lvsdr_plan_apply(plan));
	time = now() - started;
	if (lvsdr_plan_get_step_count(plan) != steps)
		fprintf(stderr, "bench: %zu steps\n", lvsdr_plan_get_step_count(plan));
	lvsdr_plan_free(plan);
	return time;
}

static int64_t create(struct size size, const char *scheduler)
{
	struct lvsdr_state *desired = make_state(size, scheduler);
	size_t steps = (size_t)size.services * (size.dests + 1);
	int64_t time;

	if (!strcmp(scheduler, "mh"))
		steps += size.services;
	time = reach(desired, steps);
	lvsdr_state_free(desired);
	return time;
}

static int64_t bench_create(struct size size, const char *scheduler)
{
	work_in("w");
	first_time = create(size, scheduler);
	if (system("ip netns del w; sleep 2")) /* the kernel clears up in the background */
		return -1;
	work_in("b");
	return create(size, scheduler);
}

static int64_t bench_restore(struct size size)
{
	struct lvsdr_state *observed = read_state(LVSDR_STATE_SERVICES);
	int64_t time;

	if (system("ip netns exec b ipvsadm -C"))
		return -1;
	time = reach(observed, (size_t)size.services * (size.dests + 1));
	lvsdr_state_free(observed);
	return time;
}

static int64_t bench_direct(struct size size, const char *scheduler)
{
	struct lvsdr_plan *plan;
	int64_t started = now();

	need(lvsdr_plan_new(host, &plan));
	for (unsigned int i = 0; i < size.services; i++) {
		struct lvsdr_service *service = make_service(i, scheduler);

		need(lvsdr_plan_add_service(plan, service));
		for (unsigned int k = 0; k < size.dests; k++) {
			struct lvsdr_dest *dest = make_dest(k, 1);

			need(lvsdr_plan_add_dest(plan, service, dest));
			lvsdr_dest_free(dest);
		}
		lvsdr_service_free(service);
	}
	need(lvsdr_plan_apply(plan));
	lvsdr_plan_free(plan);
	return now() - started;
}

static int64_t read_once(uint32_t parts)
{
	int64_t started = now();
	struct lvsdr_state *state = read_state(parts);
	int64_t time = now() - started;

	lvsdr_state_free(state);
	return time;
}

static int64_t bench_read(uint32_t parts)
{
	first_time = read_once(parts);
	return read_once(parts);
}

static int64_t change(struct size size, unsigned int count, int32_t weight)
{
	struct lvsdr_state *desired = read_state(LVSDR_STATE_SERVICES);
	int64_t time;

	for (unsigned int i = 0; i < count; i++) {
		unsigned int place =
			(unsigned int)((uint64_t)i * size.services * size.dests / count);
		struct lvsdr_service *service = make_service(place / size.dests, "rr");
		struct lvsdr_dest *dest = make_dest(place % size.dests, weight);

		need(lvsdr_state_update_dest(desired, service, dest));
		lvsdr_dest_free(dest);
		lvsdr_service_free(service);
	}
	time = reach(desired, count);
	lvsdr_state_free(desired);
	return time;
}

static int64_t bench_change(struct size size, unsigned int count)
{
	first_time = change(size, count, 8);
	return change(size, count, 9);
}

/* The real server that make_dest(0) is, and how long it takes when it is time to look. */
static struct lvsdr_plan *plan_drain(void)
{
	struct lvsdr_plan *plan;

	need(lvsdr_plan_new(host, &plan));
	need(lvsdr_plan_remove_real_server(plan, scope, "10.2.0.0"));
	need(lvsdr_plan_make_graceful(plan, 0, 3600000));
	return plan;
}

static int64_t go_on(struct lvsdr_plan *plan, size_t *left)
{
	int64_t started = now();

	need(lvsdr_plan_apply_for(plan, 0, left));
	return now() - started;
}

/* The kernel is asked a tenth of a second later, or so much that a look takes a tenth of the time. */
static void wait_to_look(int64_t look)
{
	int64_t nanoseconds = (look > 10000 ? 11 * look : 110000) * 1000;
	const struct timespec time = {.tv_sec = nanoseconds / 1000000000,
				      .tv_nsec = nanoseconds % 1000000000};

	nanosleep(&time, NULL);
}

static int64_t set_weights(struct lvsdr_plan *plan)
{
	size_t steps = lvsdr_plan_get_step_count(plan), left = steps;
	int64_t time = 0;

	while (left > steps / 2)
		time += go_on(plan, &left);
	return time;
}

static int64_t drain(void)
{
	struct lvsdr_plan *plan = plan_drain();
	int64_t time = set_weights(plan);
	size_t left;

	wait_to_look(0);
	time += go_on(plan, &left);
	if (left)
		fprintf(stderr, "bench: %zu steps are left\n", left);
	need(lvsdr_plan_undo(plan));
	lvsdr_plan_free(plan);
	return time;
}

static int64_t bench_drain(void)
{
	first_time = drain();
	return drain();
}

static int64_t bench_look(void)
{
	struct lvsdr_plan *plan = plan_drain();
	int64_t time;
	size_t left;

	set_weights(plan);
	wait_to_look(0);
	first_time = go_on(plan, &left);
	wait_to_look(first_time);
	time = go_on(plan, &left);
	if (!left)
		fprintf(stderr, "bench: there are no connections\n");
	need(lvsdr_plan_undo(plan));
	lvsdr_plan_free(plan);
	return time;
}

static int64_t plan_once(void)
{
	struct lvsdr_state *observed = read_state(LVSDR_STATE_SERVICES);
	struct lvsdr_state *desired = read_state(LVSDR_STATE_SERVICES);
	struct lvsdr_plan *plan;
	int64_t started = now(), time;

	need(lvsdr_plan_between(host, scope, observed, desired, &plan));
	time = now() - started;
	if (lvsdr_plan_get_step_count(plan))
		fprintf(stderr, "bench: the plan is not empty\n");
	lvsdr_plan_free(plan);
	lvsdr_state_free(desired);
	lvsdr_state_free(observed);
	return time;
}

static int64_t bench_plan(void)
{
	first_time = plan_once();
	return plan_once();
}

static int64_t bench_memory(struct size size)
{
	struct mallinfo2 before = mallinfo2(), after;
	struct lvsdr_state *state = read_state(LVSDR_STATE_SERVICES);
	size_t used;

	after = mallinfo2();
	used = after.uordblks + after.hblkhd - before.uordblks - before.hblkhd;
	lvsdr_state_free(state);
	return (int64_t)(used / size.services / size.dests);
}

static int64_t peak(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* The text is written by another process, so that its making does not count. */
static int64_t bench_peak_json(const char *path)
{
	FILE *file = fopen(path, "r");
	struct lvsdr_state *state;
	char *text = NULL;
	size_t size = 0;
	ssize_t length;

	length = file ? getdelim(&text, &size, '\0', file) : -1;
	if (length < 0)
		return -1;
	need(lvsdr_state_from_text(host, "json", text, (size_t)length, &state));
	lvsdr_state_free(state);
	free(text);
	fclose(file);
	return peak();
}

static void write_json(struct size size)
{
	struct lvsdr_state *state = make_state(size, "rr");
	const char *text;

	need(lvsdr_state_to_text(state, "json", &text));
	fputs(text, stdout);
	lvsdr_state_free(state);
}

/* A handle that is used once, as in a tool that makes one change and ends. */
static int64_t bench_open(struct size size)
{
	int64_t started = now();
	struct lvsdr *own;
	uint32_t version;

	for (unsigned int i = 0; i < size.services; i++) {
		if (lvsdr_new(&own) || lvsdr_read_ipvs_version(own, &version))
			return -1;
		lvsdr_free(own);
	}
	return now() - started;
}

static int64_t bench_call(struct size size)
{
	struct lvsdr_service *service = make_service(65535, "rr");
	int64_t started = now(), time;

	for (unsigned int i = 0; i < size.services; i++) {
		need(lvsdr_service_add(host, service));
		need(lvsdr_service_remove(host, service));
	}
	time = now() - started;
	lvsdr_service_free(service);
	return time;
}

static int64_t bench_get(struct size size)
{
	struct lvsdr_service *service = make_service(65535, "rr");
	int64_t started, time;

	need(lvsdr_service_add(host, service));
	started = now();
	for (unsigned int i = 0; i < size.services; i++)
		need(lvsdr_service_read(host, service));
	time = now() - started;
	need(lvsdr_service_remove(host, service));
	lvsdr_service_free(service);
	return time;
}

static int64_t request_rested(unsigned int count)
{
	int64_t time = 0, started;
	uint32_t version;

	for (unsigned int i = 0; i < count; i++) {
		if (system("sleep 1.1"))
			return -1;
		started = now();
		need(lvsdr_read_ipvs_version(host, &version));
		time += now() - started;
	}
	return time;
}

/* The first time it begins to listen to nlctrl. */
static int64_t bench_rested(struct size size)
{
	first_time = request_rested(1);
	return request_rested(size.services);
}

int main(int argc, char **argv)
{
	const char *what = argc > 3 ? argv[1] : "", *last = argc > 4 ? argv[4] : "rr";
	struct size size = {argc > 3 ? (unsigned int)strtoul(argv[2], NULL, 10) : 0,
			    argc > 3 ? (unsigned int)strtoul(argv[3], NULL, 10) : 0};
	int64_t result = -1;

	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	work_in("b");
	if (!strcmp(what, "create"))
		result = bench_create(size, last);
	else if (!strcmp(what, "restore"))
		result = bench_restore(size);
	else if (!strcmp(what, "direct"))
		result = bench_direct(size, last);
	else if (!strcmp(what, "read"))
		result = bench_read(LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS);
	else if (!strcmp(what, "plain"))
		result = bench_read(LVSDR_STATE_SERVICES);
	else if (!strcmp(what, "change"))
		result = bench_change(size, (unsigned int)strtoul(last, NULL, 10));
	else if (!strcmp(what, "drain"))
		result = bench_drain();
	else if (!strcmp(what, "look"))
		result = bench_look();
	else if (!strcmp(what, "plan"))
		result = bench_plan();
	else if (!strcmp(what, "memory"))
		result = bench_memory(size);
	else if (!strcmp(what, "peak-read"))
		result = read_once(LVSDR_STATE_SERVICES), result = peak();
	else if (!strcmp(what, "peak-json"))
		result = bench_peak_json(last);
	else if (!strcmp(what, "open"))
		result = bench_open(size);
	else if (!strcmp(what, "call"))
		result = bench_call(size);
	else if (!strcmp(what, "get"))
		result = bench_get(size);
	else if (!strcmp(what, "rested"))
		result = bench_rested(size);
	else if (!strcmp(what, "json"))
		return write_json(size), EXIT_SUCCESS;
	printf("%lld", (long long)result);
	if (first_time)
		printf(" %lld", (long long)first_time);
	putchar('\n');
	lvsdr_scope_free(scope);
	lvsdr_free(host);
	return result < 0;
}
