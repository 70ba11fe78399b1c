// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "drivers/driver.h"
#include "drivers/observe.h"

#include <errno.h>

static int report(struct lvsdr *host, int result, const struct netlink_error *kernel,
		  enum operation operation, const union object *object)
{
	const struct lvsdr_service *service = &object->service;
	const char *of_ipvs = error_ipvs_hint(result);
	struct text name = {0}, hint = {0};

	service_describe(service, &name);
	if (of_ipvs)
		text_add(&hint, "%s", of_ipvs);
	if (result == -ENOENT)
		text_add(&hint,
			 *service->persistence_engine
				 ? "the kernel has no scheduler \"%s\" or no persistence engine "
				   "\"%s\" (modules ip_vs_NAME and ip_vs_pe_NAME)"
				 : "the kernel has no scheduler \"%s\"%s (module ip_vs_NAME); rr, "
				   "wrr, lc, wlc, sh, mh are common",
			 service->scheduler, service->persistence_engine);
	result = error_set_kernel(host, result, kernel, operation, name.data,
				  hint.length ? hint.data : NULL);
	if (result == -ENOENT && !*service->persistence_engine)
		error_set_field(host, "scheduler");
	return result;
}

static int take(const struct nlmsghdr *message, void *data)
{
	return ipvs_decode_service(message, data, NULL);
}

static int ask_netlink(struct lvsdr *host, const struct lvsdr_service *service,
		       struct lvsdr_service *ret_found, struct netlink_error *ret_kernel)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];

	return transport_ipvs(&host->transport,
			      ipvs_encode_service(buffer, IPVS_CMD_GET_SERVICE, 0, service, false),
			      take, ret_found, ret_kernel);
}

static int ask_options(struct lvsdr *host, const struct lvsdr_service *service,
		       struct lvsdr_service *ret_found)
{
	struct ip_vs_service_entry entry;
	uint32_t length = sizeof(entry);
	int error;

	option_name_service(&entry, service);
	error = transport_get_option(&host->transport, IP_VS_SO_GET_SERVICE, &entry, &length);
	if (!error)
		option_get_service(&entry, ret_found, NULL);
	return error;
}

static int read_service(struct lvsdr *host, enum operation operation, const union object *identity,
			union object *ret_found)
{
	const struct lvsdr_service *service = &identity->service;
	struct transport *transport = &host->transport;
	struct netlink_error kernel = {0};
	struct lvsdr_service found;
	const char *lacking = NULL;
	struct text name = {0};
	struct socket_option option;
	int error = transport_open_ipvs(transport, &kernel);

	if (!error && transport->chosen == IPVS_OPTIONS) {
		lacking = option_put_service(&option, service, false);
		error = lacking ? 0 : ask_options(host, service, &found);
	} else if (!error) {
		error = ask_netlink(host, service, &found, &kernel);
	}
	if (lacking) {
		service_describe(service, &name);
		return error_set_lacking(host, operation, name.data, lacking);
	}
	if (error == -ESRCH)
		return 0;
	if (error)
		return report(host, error, &kernel, operation, identity);
	ret_found->service = found;
	return 1;
}

static int read_all(struct lvsdr_state *state, const struct lvsdr_scope *scope,
		    const struct lvsdr_state *wanted)
{
	(void)wanted;
	return state_read_services(state, OPERATION_READ, ipvs_in_scope, scope);
}

const struct driver service_driver = {
	.read = read_service,
	.read_all = read_all,
	.report = report,
};
