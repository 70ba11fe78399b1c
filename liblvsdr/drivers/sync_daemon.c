// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "drivers/driver.h"
#include "kernel/network.h"
#include "state/state.h"

#include <errno.h>
#include <string.h>

static int report(struct lvsdr *host, int error, const struct netlink_error *kernel,
		  enum operation operation, const union object *object)
{
	const char *hint = error_ipvs_hint(error);
	struct text name = {0};

	sync_daemon_class.describe(object, &name);
	if (error == -EINVAL)
		hint = "the kernel rejects it: the group must be a multicast address, and there "
		       "must be no tunnels from one address family to another";
	return error_set_kernel(host, error, kernel, operation, name.data, hint);
}

/* ---- Those that run: at most one of each role. */

enum { ATTEMPTS = 10 }; /* for an answer that was torn */

struct found {
	struct lvsdr_sync_daemon daemons[2];
	size_t count;
};

static int take(const struct nlmsghdr *message, void *data)
{
	struct found *found = data;
	int error;

	if (found->count == sizeof(found->daemons) / sizeof(*found->daemons))
		return 0;
	error = ipvs_decode_sync_daemon(message, &found->daemons[found->count]);
	found->count += !error;
	return error;
}

static int ask_netlink(struct lvsdr *host, struct found *found, struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	int error = -EAGAIN;

	for (int attempt = 0; attempt < ATTEMPTS && error == -EAGAIN; attempt++) {
		found->count = 0;
		error = transport_ipvs(&host->transport,
				       ipvs_encode(buffer, IPVS_CMD_GET_DAEMON, NLM_F_DUMP), take,
				       found, ret_kernel);
	}
	return error;
}

static int ask_options(struct lvsdr *host, struct found *found)
{
	struct ip_vs_daemon_user told[2];
	uint32_t length = sizeof(told);
	int error;

	memset(told, 0, sizeof(told));
	error = transport_get_option(&host->transport, IP_VS_SO_GET_DAEMON, told, &length);
	for (size_t i = 0; i < 2 && !error; i++)
		if (told[i].state)
			option_get_sync_daemon(&told[i], &found->daemons[found->count++]);
	return error;
}

static int ask(struct lvsdr *host, struct found *found, struct netlink_error *ret_kernel)
{
	int error = transport_open_ipvs(&host->transport, ret_kernel);

	if (error)
		return error;
	return host->transport.chosen == IPVS_OPTIONS ? ask_options(host, found)
						      : ask_netlink(host, found, ret_kernel);
}

/* The kernel keeps the name that it was given, which may be an alternative one. */
static int name_devices(struct lvsdr *host, enum operation operation, struct found *found)
{
	int error = 0;

	for (size_t i = 0; i < found->count && !error; i++) {
		error = network_resolve_device(host, operation, "the sync daemons",
					       found->daemons[i].device);
		if (error == -ENODEV) /* it was renamed or is gone */
			error = 0;
	}
	return error;
}

static int resolve(struct lvsdr *host, enum operation operation, union object *object)
{
	struct text name = {0};

	sync_daemon_class.describe(object, &name);
	return network_resolve_device(host, operation, name.data, object->sync_daemon.device);
}

static int read_daemon(struct lvsdr *host, enum operation operation, const union object *identity,
		       union object *ret_found)
{
	struct found found = {.count = 0};
	struct netlink_error kernel;
	int error = ask(host, &found, &kernel);

	if (error)
		return report(host, error, &kernel, operation, identity);
	error = name_devices(host, operation, &found);
	if (error)
		return error;
	for (size_t i = 0; i < found.count; i++) {
		if (found.daemons[i].role != identity->sync_daemon.role)
			continue;
		ret_found->sync_daemon = found.daemons[i];
		return 1;
	}
	return 0;
}

static int read_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted)
{
	struct found found = {.count = 0};
	struct netlink_error kernel;
	int error = ask(state->host, &found, &kernel);

	(void)scope;
	(void)wanted;
	if (error)
		return error_set_kernel(state->host, error, &kernel, OPERATION_READ,
					"the sync daemons", error_ipvs_hint(error));
	error = name_devices(state->host, OPERATION_READ, &found);
	for (size_t i = 0; i < found.count && !error; i++) {
		error = state_append(state, &sync_daemon_class, &found.daemons[i]);
		if (error)
			error_set(state->host, error, OPERATION_READ, "the sync daemons",
				  "out of memory");
	}
	return error;
}

/* ---- Starting and stopping. */

struct answer {
	int result;
	struct netlink_error kernel;
};

static void take_failure(unsigned int index, int result, const struct netlink_error *error,
			 void *data)
{
	if (!index)
		*(struct answer *)data = (struct answer){result, *error};
}

/*
 * A daemon that is stopped before its thread ran for the first time is gone, but the kernel never
 * says so (kthread_stop() gives EINTR, and af_netlink.c answers nothing to that): a second request
 * behind it closes the exchange.
 */
static int send_closed(struct lvsdr *host, uint8_t command, const struct lvsdr_sync_daemon *daemon,
		       struct answer *ret_answer)
{
	_Alignas(struct nlmsghdr) char buffer[2 * IPVS_REQUEST_SIZE];
	size_t length = NLMSG_ALIGN(
		ipvs_encode_sync_daemon(buffer, command, daemon, command == IPVS_CMD_NEW_DAEMON)
			->nlmsg_len);
	int error;

	length += ipvs_encode(buffer + length, IPVS_CMD_GET_INFO, 0)->nlmsg_len;
	error = transport_ipvs_batch(&host->transport, buffer, length, take_failure, ret_answer);
	return error ? error : ret_answer->result;
}

static int command_kernel(struct lvsdr *host, enum operation operation, uint8_t command,
			  const union object *object)
{
	const struct lvsdr_sync_daemon *daemon = &object->sync_daemon;
	bool start = command == IPVS_CMD_NEW_DAEMON;
	struct socket_option option = {.number = start ? IP_VS_SO_SET_STARTDAEMON
						       : IP_VS_SO_SET_STOPDAEMON};
	struct answer answer = {.result = 0};
	struct text name = {0};
	const char *lacking;
	int error = transport_open_ipvs(&host->transport, &answer.kernel);

	if (!error && host->transport.chosen == IPVS_OPTIONS) {
		lacking = option_put_sync_daemon(&option, daemon, start);
		sync_daemon_class.describe(object, &name);
		if (lacking)
			return error_set_lacking(host, operation, name.data, lacking);
		error = transport_set_option(&host->transport, option.number, &option.daemon,
					     option.length);
	} else if (!error) {
		error = send_closed(host, command, daemon, &answer);
	}
	if (!start && error == -ESRCH)
		return 0; /* it does not run: that is what is wanted */
	return error ? report(host, error, &answer.kernel, operation, object) : 0;
}

static int write_daemon(struct lvsdr *host, enum operation operation, struct step *step,
			const union object *before, const union object *after)
{
	struct error first;
	int error = before ? command_kernel(host, operation, IPVS_CMD_DEL_DAEMON, before) : 0;

	(void)step;
	if (error || !after)
		return error;
	error = command_kernel(host, operation, IPVS_CMD_NEW_DAEMON, after);
	if (error && before) {
		first = host->error;
		if (command_kernel(host, operation, IPVS_CMD_NEW_DAEMON, before) &&
		    host->error.code != -EEXIST)
			error_append(&first, "; and the daemon that ran before is stopped: %s",
				     host->error.message);
		host->error = first;
	}
	return error;
}

const struct driver sync_daemon_driver = {
	.resolve = resolve,
	.read = read_daemon,
	.read_all = read_all,
	.write = write_daemon,
};
