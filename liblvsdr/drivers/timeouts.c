// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "drivers/driver.h"
#include "state/state.h"

#include <errno.h>

static int report(struct lvsdr *host, int result, const struct netlink_error *kernel,
		  enum operation operation, const union object *object)
{
	const char *hint = error_ipvs_hint(result);
	struct text name = {0};

	timeouts_class.describe(object, &name);
	if (result == -EINVAL)
		hint = "the kernel rejects it: with 1000 clock ticks per second it accepts up to "
		       "2147483 seconds";
	return error_set_kernel(host, result, kernel, operation, name.data, hint);
}

static int take(const struct nlmsghdr *message, void *data)
{
	return ipvs_decode_timeouts(message, data);
}

static int ask_netlink(struct lvsdr *host, struct lvsdr_timeouts *ret_found,
		       struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];

	return transport_ipvs(&host->transport, ipvs_encode(buffer, IPVS_CMD_GET_CONFIG, 0), take,
			      ret_found, ret_kernel);
}

static int ask_options(struct lvsdr *host, struct lvsdr_timeouts *ret_found)
{
	struct ip_vs_timeout_user told;
	uint32_t length = sizeof(told);
	int error = transport_get_option(&host->transport, IP_VS_SO_GET_TIMEOUT, &told, &length);

	if (!error)
		option_get_timeouts(&told, ret_found);
	return error;
}

/* Always there: 1 or a code. */
static int read_timeouts(struct lvsdr *host, enum operation operation, const union object *identity,
			 union object *ret_found)
{
	struct lvsdr_timeouts found = {.set = ~0u};
	struct netlink_error kernel;
	int error = transport_open_ipvs(&host->transport, &kernel);

	if (!error)
		error = host->transport.chosen == IPVS_OPTIONS ? ask_options(host, &found)
							       : ask_netlink(host, &found, &kernel);
	if (error)
		return report(host, error, &kernel, operation, identity);
	ret_found->timeouts = found;
	return 1;
}

static int read_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted)
{
	union object timeouts;
	int result = read_timeouts(state->host, OPERATION_READ, NULL, &timeouts);

	(void)scope;
	(void)wanted;
	return result == 1 ? state_append(state, &timeouts_class, &timeouts) : result;
}

const struct driver timeouts_driver = {
	.read = read_timeouts,
	.read_all = read_all,
	.report = report,
};
