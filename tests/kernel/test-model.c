// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Ten thousand random calls, right and wrong ones, with changes by ipvsadm in between: a model says
 * what each has to return, and after every hundred of them ipvsadm and /proc have to tell what it
 * holds.
 */
#include "model.h"
#include "witness.h"

enum { OPERATIONS = 10000, BATCH = 100 };

struct world {
	struct test *test;
	struct model model;
	struct random random;
	unsigned int done;
};

static void expect(struct world *world, const char *call, int result, int expected)
{
	if (result != expected)
		fail_msg("LVSDR_SEED=%llu, operation %u: %s gave %d instead of %d (last error: %s)",
			 (unsigned long long)world->random.seed, world->done, call, result,
			 expected, lvsdr_error_message(world->test->host));
	if (result < 0)
		assert_int_equal(lvsdr_error_code(world->test->host), expected);
}

static struct lvsdr_service *describe_service(struct world *world, unsigned int service)
{
	const struct model_identity *identity = &model_services[service];
	struct lvsdr_service *made;
	char address[64];

	if (identity->fwmark) {
		expect(world, "service_new_fwmark",
		       lvsdr_service_new_fwmark(world->test->host, identity->family,
						identity->fwmark, &made),
		       0);
		return made;
	}
	snprintf(address, sizeof(address), strchr(identity->address, ':') ? "[%s]:%u" : "%s:%u",
		 identity->address, identity->port);
	expect(world, "service_new",
	       lvsdr_service_new(world->test->host, identity->protocol, address, &made), 0);
	return made;
}

static struct lvsdr_dest *describe_dest(struct world *world, unsigned int dest)
{
	const struct model_identity *identity = &model_dests[dest];
	struct lvsdr_dest *made;
	char address[64];

	if (!identity->port)
		snprintf(address, sizeof(address), "%s", identity->address);
	else
		snprintf(address, sizeof(address),
			 strchr(identity->address, ':') ? "[%s]:%u" : "%s:%u", identity->address,
			 identity->port);
	expect(world, "dest_new", lvsdr_dest_new(world->test->host, address, &made), 0);
	return made;
}

/* Values that no setter takes, which change nothing. */
static void set_nonsense(struct world *world, struct lvsdr_service *service,
			 struct lvsdr_dest *dest)
{
	struct random *random = &world->random;

	if (service && random_once_in(random, 8)) {
		expect(world, "set_scheduler", lvsdr_service_set_scheduler(service, ""), -EINVAL);
		expect(world, "set_scheduler_flags", lvsdr_service_set_scheduler_flags(service, 64),
		       -EINVAL);
		expect(world, "set_persistence", lvsdr_service_set_persistence(service, 4294968),
		       -EINVAL);
		expect(world, "set_persistence_prefix",
		       lvsdr_service_set_persistence_prefix(service,
							    random_once_in(random, 2) ? -1 : 129),
		       -EINVAL);
		expect(world, "set_persistence_engine",
		       lvsdr_service_set_persistence_engine(service, "longer-than-any-engine"),
		       -EINVAL);
		expect(world, "set_one_packet", lvsdr_service_set_one_packet(service, -1), -EINVAL);
	}
	if (dest && random_once_in(random, 8)) {
		expect(world, "set_weight", lvsdr_dest_set_weight(dest, -1), -EINVAL);
		expect(world, "set_forwarding", lvsdr_dest_set_forwarding(dest, 5), -EINVAL);
		expect(world, "set_thresholds", lvsdr_dest_set_thresholds(dest, 1, 2), -EINVAL);
		expect(world, "set_tunnel", lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GUE, 0, 0),
		       -EINVAL);
		expect(world, "set_tunnel", lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GRE, 1, 0),
		       -EINVAL);
		expect(world, "set_tunnel", lvsdr_dest_set_tunnel(dest, 3, 0, 0), -EINVAL);
	}
}

static void set_service(struct world *world, struct lvsdr_service *service,
			const struct model_service *form, uint32_t set)
{
	if (set & SET_SCHEDULER)
		expect(world, "set_scheduler",
		       lvsdr_service_set_scheduler(service, form->scheduler), 0);
	if (set & SET_FLAGS)
		expect(world, "set_scheduler_flags",
		       lvsdr_service_set_scheduler_flags(service, form->flags), 0);
	if (set & SET_ONE_PACKET)
		expect(world, "set_one_packet",
		       lvsdr_service_set_one_packet(service, form->one_packet), 0);
	if (set & SET_TIMEOUT)
		expect(world, "set_persistence",
		       lvsdr_service_set_persistence(service, form->timeout), 0);
	if (set & SET_PREFIX)
		expect(world, "set_persistence_prefix",
		       lvsdr_service_set_persistence_prefix(service, form->prefix), 0);
	if (set & SET_ENGINE)
		expect(world, "set_persistence_engine",
		       lvsdr_service_set_persistence_engine(service, form->engine), 0);
}

static void set_dest(struct world *world, struct lvsdr_dest *dest, const struct model_dest *form,
		     uint32_t set)
{
	if (set & SET_TUNNEL)
		expect(world, "set_tunnel",
		       lvsdr_dest_set_tunnel(dest, form->type, form->port, form->flags), 0);
	else if (set & SET_FORWARDING)
		expect(world, "set_forwarding", lvsdr_dest_set_forwarding(dest, form->forwarding),
		       0);
	if (set & SET_WEIGHT)
		expect(world, "set_weight", lvsdr_dest_set_weight(dest, form->weight), 0);
	if (set & SET_THRESHOLDS)
		expect(world, "set_thresholds",
		       lvsdr_dest_set_thresholds(dest, form->upper, form->lower), 0);
}

static bool unknown_names(const struct model_service *form)
{
	return !strcmp(form->scheduler, "nosuch") || !strcmp(form->engine, "nosuch");
}

/* A few fields, rarely a name that the kernel does not know. */
static uint32_t wish_service(struct world *world, unsigned int service, struct model_service *wish)
{
	uint32_t set = random_next(&world->random) & random_next(&world->random);

	*wish = model_random_service(&world->random, service);
	if (random_once_in(&world->random, 20))
		wish->scheduler = "nosuch";
	if (random_once_in(&world->random, 20))
		wish->engine = "nosuch";
	return set;
}

static int predict_add_service(const struct model_service *now, unsigned int service,
			       const struct model_service *after)
{
	if (!model_service_works(service, after))
		return -EINVAL;
	if (now->there)
		return model_same_service(now, after) ? 0 : -EEXIST;
	return unknown_names(after) ? -ENOENT : 1;
}

static int predict_update_service(const struct model_service *now, unsigned int service,
				  const struct model_service *after)
{
	if (!now->there)
		return -ESRCH;
	if (model_same_service(now, after))
		return 0;
	if (!model_service_works(service, after))
		return -EINVAL;
	return unknown_names(after) ? -ENOENT : 1;
}

static void change_service(struct world *world, bool update)
{
	unsigned int number = random_below(&world->random, MODEL_SERVICES);
	struct model_service *now = &world->model.services[number], wish, after;
	struct lvsdr_service *service = describe_service(world, number);
	uint32_t set = wish_service(world, number, &wish);
	int expected;

	after = update && now->there ? *now : model_default_service(number);
	model_set_service(&after, &wish, set);
	set_nonsense(world, service, NULL);
	set_service(world, service, &wish, set);
	expected = update ? predict_update_service(now, number, &after)
			  : predict_add_service(now, number, &after);
	expect(world, update ? "service_update" : "service_add",
	       update ? lvsdr_service_update(world->test->host, service)
		      : lvsdr_service_add(world->test->host, service),
	       expected);
	if (expected == 1) {
		*now = after;
		now->there = true;
	}
	lvsdr_service_free(service);
}

static void add_service(struct world *world)
{
	change_service(world, false);
}

static void update_service(struct world *world)
{
	change_service(world, true);
}

static void remove_service(struct world *world)
{
	unsigned int number = random_below(&world->random, MODEL_SERVICES);
	struct lvsdr_service *service = describe_service(world, number);

	expect(world, "service_remove", lvsdr_service_remove(world->test->host, service),
	       world->model.services[number].there);
	world->model.services[number] = (struct model_service){.there = false};
	lvsdr_service_free(service);
}

static void read_service(struct world *world)
{
	unsigned int number = random_below(&world->random, MODEL_SERVICES);
	const struct model_service *now = &world->model.services[number];
	struct lvsdr_service *service = describe_service(world, number);
	struct model_service found;

	expect(world, "service_read", lvsdr_service_read(world->test->host, service),
	       now->there ? 0 : -ESRCH);
	found = (struct model_service){
		.scheduler = lvsdr_service_get_scheduler(service),
		.engine = lvsdr_service_get_persistence_engine(service),
		.flags = lvsdr_service_get_scheduler_flags(service),
		.timeout = lvsdr_service_get_persistence(service),
		.prefix = lvsdr_service_get_persistence_prefix(service),
		.one_packet = lvsdr_service_get_one_packet(service),
	};
	expect(world, "what service_read tells", !now->there || model_same_service(now, &found), 1);
	lvsdr_service_free(service);
}

/* One that the kernel itself refuses, after it looked for the service. */
static bool kernel_takes(unsigned int dest)
{
	return dest != MODEL_DESTS - 1;
}

static int predict_dest(const struct model_service *of, unsigned int service, unsigned int dest,
			const struct model_dest *after, bool update)
{
	const struct model_dest *now = &of->dests[dest];
	bool works = model_dest_works(service, dest, after);

	if (update && !of->there)
		return -ESRCH;
	if (update && !now->there)
		return -ENOENT;
	if (update && model_same_dest(now, after))
		return 0;
	if (!works)
		return -EINVAL;
	if (!of->there)
		return -ESRCH;
	if (!update && now->there)
		return model_same_dest(now, after) ? 0 : -EEXIST;
	return kernel_takes(dest) ? 1 : -EINVAL;
}

static void change_dest(struct world *world, bool update)
{
	unsigned int number = random_below(&world->random, MODEL_SERVICES);
	unsigned int place = random_below(&world->random, MODEL_DESTS);
	struct model_service *of = &world->model.services[number];
	struct model_dest *now = &of->dests[place], wish = model_random_dest(&world->random), after;
	struct lvsdr_service *service = describe_service(world, number);
	struct lvsdr_dest *dest = describe_dest(world, place);
	uint32_t set = random_next(&world->random) & random_next(&world->random);
	int expected;

	after = update && now->there ? *now : model_default_dest();
	model_set_dest(&after, &wish, set);
	set_nonsense(world, NULL, dest);
	set_dest(world, dest, &wish, set);
	expected = predict_dest(of, number, place, &after, update);
	expect(world, update ? "dest_update" : "dest_add",
	       update ? lvsdr_dest_update(world->test->host, service, dest)
		      : lvsdr_dest_add(world->test->host, service, dest),
	       expected);
	if (expected == 1) {
		*now = after;
		now->there = true;
	}
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void add_dest(struct world *world)
{
	change_dest(world, false);
}

static void update_dest(struct world *world)
{
	change_dest(world, true);
}

static void remove_dest(struct world *world)
{
	unsigned int number = random_below(&world->random, MODEL_SERVICES);
	unsigned int place = random_below(&world->random, MODEL_DESTS);
	struct model_dest *now = &world->model.services[number].dests[place];
	struct lvsdr_service *service = describe_service(world, number);
	struct lvsdr_dest *dest = describe_dest(world, place);

	expect(world, "dest_remove", lvsdr_dest_remove(world->test->host, service, dest),
	       now->there);
	now->there = false;
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void read_dest(struct world *world)
{
	unsigned int number = random_below(&world->random, MODEL_SERVICES);
	unsigned int place = random_below(&world->random, MODEL_DESTS);
	const struct model_service *of = &world->model.services[number];
	const struct model_dest *now = &of->dests[place];
	struct lvsdr_service *service = describe_service(world, number);
	struct lvsdr_dest *dest = describe_dest(world, place);
	struct model_dest found;
	int expected = of->there ? -ENOENT : -ESRCH;

	if (now->there)
		expected = 0;
	expect(world, "dest_read", lvsdr_dest_read(world->test->host, service, dest), expected);
	found = (struct model_dest){
		.forwarding = lvsdr_dest_get_forwarding(dest),
		.weight = lvsdr_dest_get_weight(dest),
		.upper = lvsdr_dest_get_upper_threshold(dest),
		.lower = lvsdr_dest_get_lower_threshold(dest),
		.type = lvsdr_dest_get_tunnel_type(dest),
		.port = lvsdr_dest_get_tunnel_port(dest),
		.flags = lvsdr_dest_get_tunnel_flags(dest),
	};
	expect(world, "what dest_read tells", !now->there || model_same_dest(now, &found), 1);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void update_timeouts(struct world *world)
{
	static const int32_t seconds[] = {1, 900, 2147483, 0, -1, 21474837};
	struct model *model = &world->model;
	int32_t value = RANDOM_OF(&world->random, seconds);
	bool wrong = value < 1 || value > 21474836;
	struct lvsdr_timeouts *timeouts;
	uint32_t *now;

	expect(world, "timeouts_new", lvsdr_timeouts_new(world->test->host, &timeouts), 0);
	now = random_once_in(&world->random, 2) ? &model->tcp : &model->udp;
	expect(world, "set_timeout",
	       now == &model->tcp ? lvsdr_timeouts_set_tcp(timeouts, value)
				  : lvsdr_timeouts_set_udp(timeouts, value),
	       wrong ? -EINVAL : 0);
	expect(world, "timeouts_update", lvsdr_timeouts_update(world->test->host, timeouts),
	       !wrong && *now != (uint32_t)value);
	if (!wrong)
		*now = (uint32_t)value;
	expect(world, "timeouts_read", lvsdr_timeouts_read(world->test->host, timeouts), 0);
	assert_int_equal(lvsdr_timeouts_get_tcp_fin(timeouts), model->tcp_fin);
	lvsdr_timeouts_free(timeouts);
}

static void zero_counters(struct world *world)
{
	unsigned int number = random_below(&world->random, MODEL_SERVICES);
	struct lvsdr_service *service = describe_service(world, number);

	expect(world, "counters_zero", lvsdr_counters_zero(world->test->host, service),
	       world->model.services[number].there ? 0 : -ESRCH);
	lvsdr_service_free(service);
}

static void remove_all(struct world *world)
{
	expect(world, "service_remove_all", lvsdr_service_remove_all(world->test->host), 0);
	memset(world->model.services, 0, sizeof(world->model.services));
}

static void pass_null(struct world *world)
{
	struct lvsdr *host = world->test->host;

	expect(world, "service_add(NULL)", lvsdr_service_add(host, NULL), -EINVAL);
	expect(world, "dest_update(NULL)", lvsdr_dest_update(host, NULL, NULL), -EINVAL);
	expect(world, "dest_read(NULL)", lvsdr_dest_read(host, NULL, NULL), -EINVAL);
	expect(world, "timeouts_update(NULL)", lvsdr_timeouts_update(host, NULL), -EINVAL);
	assert_int_equal(lvsdr_service_remove(NULL, NULL), -EINVAL);
}

/* A new kind of call is one line here. */
static const struct {
	void (*run)(struct world *world);
	uint32_t share;
} operations[] = {
	{add_service, 60},   {update_service, 60},  {remove_service, 10}, {read_service, 30},
	{add_dest, 150},     {update_dest, 120},    {remove_dest, 40},    {read_dest, 50},
	{zero_counters, 10}, {update_timeouts, 10}, {pass_null, 5},       {remove_all, 1},
};

static void do_one(struct world *world)
{
	uint32_t total = 0, choice;

	for (size_t i = 0; i < sizeof(operations) / sizeof(*operations); i++)
		total += operations[i].share;
	choice = random_below(&world->random, total);
	for (size_t i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		if (choice < operations[i].share) {
			operations[i].run(world);
			break;
		}
		choice -= operations[i].share;
	}
	world->done++;
}

/* What the witnesses say of this batch, and then ipvsadm's own changes for the next. */
static void compare_and_disturb(struct world *world)
{
	char *expected = model_tell(&world->model), *told;
	FILE *rules = fopen("/tmp/rules", "w");

	assert_non_null(rules);
	if (random_once_in(&world->random, 2))
		model_change(&world->model, &world->random, 6, rules);
	assert_int_equal(fclose(rules), 0);
	told = model_told(ask("ipvsadm -Sn; echo =; ipvsadm -Ln --thresholds; echo =;"
			      "cat /proc/net/ip_vs; echo =; ipvsadm -Ln --timeout;"
			      "! [ -s /tmp/rules ] || ipvsadm -R </tmp/rules"));
	if (strcmp(told, expected)) {
		model_print_difference(told, expected);
		fail_msg("LVSDR_SEED=%llu, after operation %u",
			 (unsigned long long)world->random.seed, world->done);
	}
	free(told);
	free(expected);
}

static void test_random_operations(void **state)
{
	struct world world = {.test = *state,
			      .model = {.tcp = 900, .tcp_fin = 120, .udp = 300},
			      .random = random_start("random operations")};

	while (world.done < OPERATIONS) {
		do_one(&world);
		if (world.done % BATCH == 0)
			compare_and_disturb(&world);
	}
	compare_and_disturb(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_random_operations, test_set_up,
						test_tear_down),
	};

	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
