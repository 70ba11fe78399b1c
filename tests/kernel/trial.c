// SPDX-License-Identifier: LGPL-2.1-or-later
#include "trial.h"

#include "model.h"

void trial_fail(const struct trial *trial, const char *format, ...)
{
	va_list arguments;
	char what[200];

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	fail_msg("LVSDR_SEED=%llu: %s (last error: %s)", (unsigned long long)trial->random.seed,
		 what, lvsdr_error_message(trial->test->host));
	abort(); /* cmocka does not say that it never comes here */
}

struct lvsdr_state *trial_read(const struct trial *trial, uint32_t parts)
{
	struct lvsdr_scope *scope = new_scope(trial->test, "everything");
	struct lvsdr_state *state;

	if (lvsdr_state_read(trial->test->host, scope, parts, &state))
		trial_fail(trial, "reading");
	lvsdr_scope_free(scope);
	return state;
}

void trial_reach(const struct trial *trial, const struct lvsdr_state *desired)
{
	struct lvsdr_plan *plan = plan_to(trial->test, "everything", desired);
	size_t count = lvsdr_plan_get_step_count(plan);

	if (lvsdr_plan_apply(plan) != (count > 0))
		trial_fail(trial, "applying %zu steps", count);
	lvsdr_plan_free(plan);
}

void trial_check_reached(const struct trial *trial, const struct lvsdr_state *desired,
			 const char *what)
{
	struct lvsdr_plan *plan = plan_to(trial->test, "everything", desired);

	if (lvsdr_plan_get_step_count(plan))
		trial_fail(trial, "there is more to do for %s: %s", what,
			   lvsdr_plan_get_step_explanation(plan, 0));
	lvsdr_plan_free(plan);
}

void trial_check_told(const struct trial *trial, const char *command, char *before,
		      const char *what)
{
	char *now = ask(command);

	if (strcmp(now, before)) {
		model_print_difference(now, before);
		trial_fail(trial, "the host is another one by %s", what);
	}
	free(now);
	free(before);
}

void join_address(const char *address, uint32_t port, char *text, size_t size)
{
	snprintf(text, size, strchr(address, ':') ? "[%s]:%u" : "%s:%u", address, port);
}
