// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"

#include <errno.h>
#include <lvsdr/handle.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int lvsdr_new(struct lvsdr **ret_host)
{
	struct lvsdr *host;

	if (!ret_host)
		return -EINVAL;
	host = calloc(1, sizeof(*host));
	if (!host)
		return -ENOMEM;
	host->references = 1;
	host->trace.fd = -1;
	transport_init(&host->transport);
	*ret_host = host;
	return 0;
}

void lvsdr_free(struct lvsdr *host)
{
	if (!host)
		return;
	transport_close(&host->transport);
	trace_close(&host->trace);
	handle_unref(host);
}

struct lvsdr *handle_ref(struct lvsdr *host)
{
	host->references++;
	return host;
}

void handle_unref(struct lvsdr *host)
{
	if (--host->references)
		return;
	transport_close(&host->transport);
	free(host);
}

void handle_note_write(struct lvsdr *host, uint32_t parts)
{
	for (int i = 0; i < HANDLE_PARTS && parts >> i; i++)
		host->writes[i] += parts >> i & 1;
}

static const char *why_not_opened(int result)
{
	switch (result) {
	case -ENOENT:
		return "there is no such network namespace; `ip netns list` names them";
	case -EINVAL:
		return "it is not a network namespace";
	case -EACCES:
	case -EPERM:
		return "its file cannot be opened; /proc/PID/ns/net of a process of another user, "
		       "or with more privilege, requires the capability CAP_SYS_PTRACE";
	default:
		return NULL;
	}
}

static int report_open(struct lvsdr *host, int result, const char *object)
{
	return result ? error_set_kernel(host, result, NULL, OPERATION_OPEN, object,
					 why_not_opened(result))
		      : 0;
}

int lvsdr_open_netns(struct lvsdr *host, const char *netns)
{
	char path[4096];
	int length;

	if (!host)
		return -EINVAL;
	if (!netns || !*netns)
		return error_set(host, -EINVAL, OPERATION_OPEN, "a network namespace",
				 "give its name or path");
	if (transport_is_open(&host->transport))
		return error_set(
			host, -EINVAL, OPERATION_OPEN, netns,
			"the handle already works in a network namespace; create another handle");
	length = snprintf(path, sizeof(path), strchr(netns, '/') ? "%s" : "/run/netns/%s", netns);
	if ((size_t)length >= sizeof(path))
		return error_set(host, -EINVAL, OPERATION_OPEN, netns, "the path is too long");
	return report_open(host, netns_open_path(&host->transport.netns, path), netns);
}

int lvsdr_open_netns_fd(struct lvsdr *host, int fd)
{
	char name[32];
	int result;

	if (!host)
		return -EINVAL;
	snprintf(name, sizeof(name), "descriptor %d", fd);
	if (transport_is_open(&host->transport))
		return error_set(
			host, -EINVAL, OPERATION_OPEN, name,
			"the handle already works in a network namespace; create another handle");
	result = netns_open_fd(&host->transport.netns, fd);
	return report_open(host, result == -EBADF ? -EINVAL : result, name);
}

int lvsdr_set_timeout(struct lvsdr *host, int32_t milliseconds)
{
	if (!host)
		return -EINVAL;
	if (milliseconds < 1 || milliseconds > 3600000) {
		error_set(host, -EINVAL, OPERATION_SET, "the timeout",
			  "%d is not between 1 and 3600000 milliseconds", milliseconds);
		return error_set_field(host, "timeout");
	}
	host->transport.timeout = milliseconds;
	return 0;
}

int32_t lvsdr_get_timeout(const struct lvsdr *host)
{
	return host ? host->transport.timeout : -EINVAL;
}

_Static_assert(LVSDR_IPVS_AUTOMATIC == (int)IPVS_AUTOMATIC &&
		       LVSDR_IPVS_NETLINK == (int)IPVS_NETLINK &&
		       LVSDR_IPVS_SOCKET_OPTIONS == (int)IPVS_OPTIONS,
	       "public and inner values are the same");

int lvsdr_set_ipvs_interface(struct lvsdr *host, int ipvs_interface)
{
	if (!host)
		return -EINVAL;
	if (ipvs_interface < LVSDR_IPVS_AUTOMATIC || ipvs_interface > LVSDR_IPVS_SOCKET_OPTIONS) {
		error_set(host, -EINVAL, OPERATION_SET, "the interface to IPVS",
			  "%d is not an LVSDR_IPVS_ value", ipvs_interface);
		return error_set_field(host, "ipvs_interface");
	}
	host->transport.wanted = (enum ipvs_interface)ipvs_interface;
	host->transport.chosen = IPVS_AUTOMATIC; /* anew */
	return 0;
}

int lvsdr_get_ipvs_interface(const struct lvsdr *host)
{
	return host ? (int)host->transport.wanted : -EINVAL;
}

int lvsdr_set_insist(struct lvsdr *host, int insist)
{
	if (!host)
		return -EINVAL;
	if (insist != 0 && insist != 1) {
		error_set(host, -EINVAL, OPERATION_SET, "insist", "%d is neither 0 nor 1", insist);
		return error_set_field(host, "insist");
	}
	host->insist = insist;
	return 0;
}

int lvsdr_get_insist(const struct lvsdr *host)
{
	return host ? host->insist : -EINVAL;
}
