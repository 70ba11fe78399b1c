// SPDX-License-Identifier: LGPL-2.1-or-later
/* What works, and what is said, without IPVS (argument "ipvs") or without privilege ("privilege").
 */
#include "witness.h"

#include <unistd.h>

static void test_without_ipvs(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "lo");
	struct lvsdr_arp_policy *policy;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_connections *connections;
	struct lvsdr_state *read;
	uint32_t features;
	uint64_t total;

	check_refused(test->host, lvsdr_service_add(test->host, service), -EOPNOTSUPP,
		      "modprobe ip_vs");
	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -EOPNOTSUPP,
		      "modprobe ip_vs");
	check_refused(test->host, lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read),
		      -EOPNOTSUPP, "modprobe ip_vs");
	check_refused(test->host, lvsdr_connections_open(test->host, NULL, NULL, &connections),
		      -EOPNOTSUPP, "modprobe ip_vs");
	check_refused(test->host, lvsdr_totals_read(test->host, &total, 1), -EOPNOTSUPP,
		      "modprobe ip_vs");
	check_refused(test->host, lvsdr_totals_read_processors(test->host, 1, &total, 1),
		      -EOPNOTSUPP, "modprobe ip_vs");
	assert_int_equal(lvsdr_read_features(test->host, &features), 0);
	assert_int_equal(features & LVSDR_FEATURE_IPVS, 0);

	assert_int_equal(lvsdr_arp_policy_new(test->host, "all", &policy), 0);
	assert_int_equal(lvsdr_arp_policy_update(test->host, policy), 1);
	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	check_witness("ip -o addr show dev lo to 192.168.1.41 | wc -l", "1");
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
	lvsdr_scope_free(scope);
	lvsdr_arp_policy_free(policy);
	lvsdr_vip_free(vip);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* A service with a destination: two steps of two stages. */
static struct lvsdr_plan *plan_service(struct test *test)
{
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *observed, *desired;
	struct lvsdr_plan *plan = NULL;

	assert_int_equal(lvsdr_state_new(test->host, LVSDR_STATE_SERVICES, &observed), 0);
	assert_int_equal(lvsdr_state_new(test->host, LVSDR_STATE_SERVICES, &desired), 0);
	assert_int_equal(lvsdr_state_add_service(desired, service), 0);
	assert_int_equal(lvsdr_state_add_dest(desired, service, dest), 0);
	if (lvsdr_plan_between(test->host, scope, observed, desired, &plan))
		fail_msg("%s", lvsdr_error_message(test->host));
	assert_int_equal(lvsdr_plan_get_step_count(plan), 2);
	lvsdr_state_free(desired);
	lvsdr_state_free(observed);
	lvsdr_scope_free(scope);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	return plan;
}

static void check_steps(struct lvsdr_plan *plan, int first, int second)
{
	assert_int_equal(lvsdr_plan_get_step_status(plan, 0), first);
	assert_int_equal(lvsdr_plan_get_step_status(plan, 1), second);
}

static void test_plans_without_ipvs(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_service(test);

	check_refused(test->host, lvsdr_plan_apply(plan), -EOPNOTSUPP, "modprobe ip_vs");
	check_steps(plan, LVSDR_STEP_FAILED, LVSDR_STEP_PENDING);
	assert_non_null(strstr(lvsdr_plan_get_step_note(plan, 0), "modprobe ip_vs"));
	check_refused(test->host, lvsdr_plan_undo(plan), -EOPNOTSUPP, "modprobe ip_vs");
	check_steps(plan, LVSDR_STEP_FAILED, LVSDR_STEP_FAILED);
	lvsdr_plan_free(plan);
	plan = plan_service(test);
	assert_int_equal(lvsdr_plan_set_keep_going(plan, 1), 0);
	check_refused(test->host, lvsdr_plan_apply(plan), -EOPNOTSUPP, "modprobe ip_vs");
	check_steps(plan, LVSDR_STEP_FAILED, LVSDR_STEP_FAILED);
	lvsdr_plan_free(plan);
}

static void test_without_privilege(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "lo");
	struct lvsdr_arp_policy *policy;
	struct lvsdr *own, *other;
	uint32_t features;
	char *before = snapshot();

	assert_int_equal(lvsdr_new(&own), 0);
	assert_int_equal(lvsdr_new(&other), 0);
	assert_int_equal(lvsdr_arp_policy_new(own, "all", &policy), 0);
	assert_int_equal(seteuid(65534), 0);
	check_refused(own, lvsdr_service_add(own, service), -EPERM, "CAP_NET_ADMIN");
	check_refused(own, lvsdr_dest_add(own, service, dest), -EPERM, "CAP_NET_ADMIN");
	check_refused(own, lvsdr_vip_add(own, vip), -EPERM, "CAP_NET_ADMIN");
	check_refused(own, lvsdr_arp_policy_update(own, policy), -EPERM, "CAP_NET_ADMIN");
	assert_int_equal(lvsdr_open_netns(other, "t"), 0);
	check_refused(other, lvsdr_vip_add(other, vip), -EPERM, "CAP_SYS_ADMIN");
	assert_int_equal(lvsdr_read_features(own, &features), 0);
	assert_int_equal(features & (LVSDR_FEATURE_IPVS | LVSDR_FEATURE_IPVS_ADMIN |
				     LVSDR_FEATURE_SYSCTL_WRITE),
			 LVSDR_FEATURE_IPVS);
	assert_int_equal(seteuid(0), 0);
	check_unchanged(before);
	lvsdr_arp_policy_free(policy);
	lvsdr_free(other);
	lvsdr_free(own);
	lvsdr_vip_free(vip);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest without_ipvs[] = {
		cmocka_unit_test_setup_teardown(test_without_ipvs, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_plans_without_ipvs, test_set_up,
						test_tear_down)};
	const struct CMUnitTest without_privilege[] = {cmocka_unit_test_setup_teardown(
		test_without_privilege, test_set_up, test_tear_down)};

	if (argc == 2 && !strcmp(argv[1], "ipvs"))
		return cmocka_run_group_tests_name("without IPVS", without_ipvs, NULL, NULL);
	if (argc == 2 && !strcmp(argv[1], "privilege"))
		return cmocka_run_group_tests_name("without privilege", without_privilege, NULL,
						   NULL);
	return 2;
}
