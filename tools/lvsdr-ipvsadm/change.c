// SPDX-License-Identifier: LGPL-2.1-or-later
#include "change.h"

#include "rules.h"
#include "say.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static int other_failure(struct lvsdr *host)
{
	int error = lvsdr_error_kernel_errno(host);

	if (error)
		failed(error == EINVAL ? "Invalid operation.  Possibly wrong module version, "
					 "address not unicast, ..."
				       : strerror(error));
	return complain(host);
}

/* ---- Services. */

static int check_service(const struct lvsdr_service *service)
{
	if (lvsdr_service_get_fwmark(service))
		return 0;
	if (!lvsdr_service_get_port(service) && !lvsdr_service_get_persistence(service))
		return wrong("Zero port specified for non-persistent service");
	if (lvsdr_service_get_one_packet(service) &&
	    strcmp(lvsdr_service_get_protocol(service), "udp") != 0)
		return wrong("One-Packet Scheduling is only for UDP virtual services");
	return 0;
}

static int put_service(struct lvsdr *host, const struct lvsdr_service *service, bool add)
{
	int result = add ? lvsdr_service_add(host, service) : lvsdr_service_update(host, service);

	if (add && (result == 0 || result == -EEXIST))
		return failed("Service already exists");
	if (result >= 0)
		return 0;
	if (result == -ESRCH)
		return failed("No such service");
	return result == -ENOENT ? failed("Scheduler or persistence engine not found")
				 : other_failure(host);
}

static int change_service(struct lvsdr *host, const struct call *call,
			  const struct lvsdr_service *service)
{
	int status, result;

	if (call->command != DELETE_SERVICE) {
		status = check_service(service);
		return status ? status : put_service(host, service, call->command == ADD_SERVICE);
	}
	result = lvsdr_service_remove(host, service);
	if (result < 0)
		return other_failure(host);
	return result ? 0 : failed("No such service");
}

/* ---- Real servers. */

static bool is_ipv6(const struct lvsdr_dest *dest)
{
	char address[INET6_ADDRSTRLEN] = "";

	lvsdr_dest_get_address(dest, address, sizeof(address));
	return strchr(address, ':') != NULL;
}

/* The same on the service's port, which direct routing and tunnels do not change. */
static int copy_to_port(struct lvsdr *host, const struct lvsdr_dest *dest, int32_t port,
			struct lvsdr_dest **ret_dest)
{
	char address[INET6_ADDRSTRLEN] = "", text[INET6_ADDRSTRLEN + 16];
	int result;

	lvsdr_dest_get_address(dest, address, sizeof(address));
	snprintf(text, sizeof(text), is_ipv6(dest) ? "[%s]:%d" : "%s:%d", address, port);
	result = lvsdr_dest_new(host, text, ret_dest);
	if (result < 0)
		return result;
	if (lvsdr_dest_set_weight(*ret_dest, lvsdr_dest_get_weight(dest)) < 0 ||
	    lvsdr_dest_set_forwarding(*ret_dest, lvsdr_dest_get_forwarding(dest)) < 0 ||
	    lvsdr_dest_set_thresholds(*ret_dest, lvsdr_dest_get_upper_threshold(dest),
				      lvsdr_dest_get_lower_threshold(dest)) < 0 ||
	    (lvsdr_dest_get_forwarding(dest) == LVSDR_FORWARD_TUNNEL &&
	     lvsdr_dest_set_tunnel(*ret_dest, lvsdr_dest_get_tunnel_type(dest),
				   lvsdr_dest_get_tunnel_port(dest),
				   lvsdr_dest_get_tunnel_flags(dest)) < 0)) {
		lvsdr_dest_free(*ret_dest);
		return -1;
	}
	return 0;
}

static int put_dest(struct lvsdr *host, const struct lvsdr_service *service,
		    const struct lvsdr_dest *dest, bool add)
{
	int result =
		add ? lvsdr_dest_add(host, service, dest) : lvsdr_dest_update(host, service, dest);

	if (result == -ESRCH)
		return failed("Service not defined");
	if (add && (result == 0 || result == -EEXIST))
		return failed("Destination already exists");
	if (result >= 0)
		return 0;
	return result == -ENOENT ? failed("No such destination") : other_failure(host);
}

static int remove_dest(struct lvsdr *host, const struct lvsdr_service *service,
		       const struct lvsdr_dest *dest)
{
	int result = lvsdr_dest_remove(host, service, dest);
	struct lvsdr_dest *read;

	if (result > 0)
		return 0;
	if (result == -ESRCH)
		return failed("Service not defined");
	if (result < 0 && result != -ENOENT)
		return other_failure(host);
	/* Neither is there, and ipvsadm tells which of them. */
	if (copy_to_port(host, dest, lvsdr_dest_get_port(dest), &read) < 0)
		return complain(host);
	result = lvsdr_dest_read(host, service, read);
	lvsdr_dest_free(read);
	return failed(result == -ESRCH ? "Service not defined" : "No such destination");
}

static int change_dest(struct lvsdr *host, const struct call *call,
		       const struct lvsdr_service *service, const struct lvsdr_dest *dest)
{
	const bool masquerades = lvsdr_dest_get_forwarding(dest) == LVSDR_FORWARD_MASQUERADE;
	const bool service_is_ipv6 = !strcmp(lvsdr_service_get_family(service), "ipv6");
	int32_t port = lvsdr_service_get_port(service);
	struct lvsdr_dest *moved = NULL;
	int status;

	if (call->command == DELETE_SERVER)
		return remove_dest(host, service, dest);
	if (is_ipv6(dest) != service_is_ipv6 &&
	    lvsdr_dest_get_forwarding(dest) != LVSDR_FORWARD_TUNNEL)
		return wrong("Different address family is allowed only for tunneling servers");
	if (!masquerades && !lvsdr_service_get_fwmark(service) &&
	    lvsdr_dest_get_port(dest) != port) {
		if (copy_to_port(host, dest, port, &moved) < 0)
			return complain(host);
		dest = moved;
	}
	status = put_dest(host, service, dest, call->command == ADD_SERVER);
	lvsdr_dest_free(moved);
	return status;
}

/* ---- What belongs to the host. */

static int change_timeouts(struct lvsdr *host, const struct lvsdr_state *state)
{
	const struct lvsdr_timeouts *timeouts = lvsdr_state_get_timeouts(state);

	return !timeouts || lvsdr_timeouts_update(host, timeouts) >= 0 ? 0 : other_failure(host);
}

static int start_daemon(struct lvsdr *host, const struct lvsdr_state *state)
{
	int result = lvsdr_sync_daemon_add(host, lvsdr_state_get_sync_daemon(state, 0));

	if (result == 0 || result == -EEXIST)
		return failed("Daemon has already run");
	if (result > 0)
		return 0;
	return result == -ENODEV ? failed("No such device") : other_failure(host);
}

static int stop_daemon(struct lvsdr *host, const char *role)
{
	struct lvsdr_sync_daemon *daemon;
	int result = lvsdr_sync_daemon_new(host, role, "lo", &daemon);

	if (result < 0)
		return result == -ENOMEM ? complain(host) : wrong("illegal start_daemon specified");
	result = lvsdr_sync_daemon_remove(host, daemon);
	lvsdr_sync_daemon_free(daemon);
	if (result < 0)
		return other_failure(host);
	return result ? 0 : failed("No daemon is running");
}

static int zero(struct lvsdr *host, const struct lvsdr_service *service)
{
	int result = lvsdr_counters_zero(host, service);

	if (result >= 0)
		return 0;
	return result == -ESRCH ? failed("No such service") : other_failure(host);
}

static int change_state(struct lvsdr *host, const struct call *call,
			const struct lvsdr_state *state)
{
	const struct lvsdr_service *service = lvsdr_state_get_service(state, 0);

	switch (call->command) {
	case SET:
		return change_timeouts(host, state);
	case START_DAEMON:
		return start_daemon(host, state);
	case ZERO:
		return zero(host, service);
	case ADD_SERVER:
	case EDIT_SERVER:
	case DELETE_SERVER:
		return change_dest(host, call, service, lvsdr_state_get_dest(state, 0, 0));
	default:
		return change_service(host, call, service);
	}
}

int change(struct lvsdr *host, const struct call *call)
{
	struct lvsdr_state *state;
	int status;

	if (call->command == CLEAR)
		return lvsdr_service_remove_all(host) < 0 ? other_failure(host) : 0;
	if (call->command == STOP_DAEMON)
		return stop_daemon(host, call->role);
	if (call->command == ZERO && !has(call, SERVICE))
		return zero(host, NULL);
	status = rules_read(host, call, &state);
	if (status)
		return status;
	status = change_state(host, call, state);
	lvsdr_state_free(state);
	return status;
}
