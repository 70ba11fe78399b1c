// SPDX-License-Identifier: LGPL-2.1-or-later
#include "scenario.h"

static void check(int good, const char *why)
{
	if (good)
		return;
	fprintf(stderr, "%s\n", why);
	exit(EXIT_FAILURE);
}

void must(const struct lvsdr *host, int result)
{
	check(result >= 0, lvsdr_error_message(host));
}

struct lvsdr *open_host(const char *netns)
{
	struct lvsdr *host = NULL;

	check(netns != NULL, "which network namespace?");
	check(lvsdr_new(&host) == 0, "out of memory");
	must(host, lvsdr_open_netns(host, netns));
	return host;
}

struct lvsdr_service *new_service(struct lvsdr *host, const char *protocol, const char *address)
{
	struct lvsdr_service *service;

	must(host, lvsdr_service_new(host, protocol, address, &service));
	return service;
}

struct lvsdr_dest *new_dest(struct lvsdr *host, const char *address)
{
	struct lvsdr_dest *dest;

	must(host, lvsdr_dest_new(host, address, &dest));
	return dest;
}

struct lvsdr_vip *new_vip(struct lvsdr *host, const char *address, const char *device)
{
	struct lvsdr_vip *vip;

	must(host, lvsdr_vip_new(host, address, device, &vip));
	return vip;
}

char *read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 16);

	check(file && text && fread(text, 1, (1 << 16) - 1, file), path);
	fclose(file);
	return text;
}

struct lvsdr_state *load_state(struct lvsdr *host, const char *path)
{
	struct lvsdr_state *state;
	char *text = read_file(path);

	must(host, lvsdr_state_from_text(host, "json", text, strlen(text), &state));
	free(text);
	return state;
}

struct lvsdr_state *read_state(struct lvsdr *host, const char *scope, uint32_t parts)
{
	struct lvsdr_scope *ours;
	struct lvsdr_state *state;

	must(host, lvsdr_scope_new(host, scope, &ours));
	must(host, lvsdr_state_read(host, ours, parts, &state));
	lvsdr_scope_free(ours);
	return state;
}

struct lvsdr_plan *plan_from(struct lvsdr *host, const char *scope,
			     const struct lvsdr_state *observed, const struct lvsdr_state *desired)
{
	struct lvsdr_scope *ours;
	struct lvsdr_plan *plan;

	must(host, lvsdr_scope_new(host, scope, &ours));
	must(host, lvsdr_plan_between(host, ours, observed, desired, &plan));
	lvsdr_scope_free(ours);
	return plan;
}

struct lvsdr_plan *plan_to(struct lvsdr *host, const char *scope, const struct lvsdr_state *desired)
{
	return plan_from(host, scope, NULL, desired);
}

void run(const char *netns, const char *command)
{
	char line[4096];

	snprintf(line, sizeof(line), "ip netns exec %s bash -c '%s'", netns, command);
	check(system(line) == 0, command);
}

static const char *code_name(int code)
{
	static const struct {
		int code;
		const char *name;
	} names[] = {{EINVAL, "EINVAL"},   {EEXIST, "EEXIST"},
		     {ESRCH, "ESRCH"},     {ENOENT, "ENOENT"},
		     {ENODEV, "ENODEV"},   {EOPNOTSUPP, "EOPNOTSUPP"},
		     {EBADMSG, "EBADMSG"}, {ESTALE, "ESTALE"},
		     {EPERM, "EPERM"},     {ETIMEDOUT, "ETIMEDOUT"},
		     {EAGAIN, "EAGAIN"},   {ENOMEM, "ENOMEM"},
		     {EIO, "EIO"}};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].code == -code)
			return names[i].name;
	return "a code that is not documented";
}

void tell(const struct lvsdr *host, const char *what, int result)
{
	if (result >= 0)
		printf("%s: %d\n", what, result);
	else
		printf("%s: %s, %s\n", what, code_name(result), lvsdr_error_message(host));
}

void show_service(const struct lvsdr_service *service)
{
	char address[46];

	if (lvsdr_service_get_fwmark(service)) {
		printf("%s fwmark %u", lvsdr_service_get_family(service),
		       lvsdr_service_get_fwmark(service));
	} else {
		lvsdr_service_get_address(service, address, sizeof(address));
		printf("%s %s %s port %d", lvsdr_service_get_family(service),
		       lvsdr_service_get_protocol(service), address,
		       lvsdr_service_get_port(service));
	}
	printf(", scheduler %s flags %u, persistence %u prefix %d engine \"%s\", one packet %d\n",
	       lvsdr_service_get_scheduler(service), lvsdr_service_get_scheduler_flags(service),
	       lvsdr_service_get_persistence(service),
	       lvsdr_service_get_persistence_prefix(service),
	       lvsdr_service_get_persistence_engine(service),
	       lvsdr_service_get_one_packet(service));
}

void show_dest(const struct lvsdr_dest *dest)
{
	char address[46];

	lvsdr_dest_get_address(dest, address, sizeof(address));
	printf("  %s port %d, forwarding %d weight %d, thresholds %u %u, tunnel %d %d %u\n",
	       address, lvsdr_dest_get_port(dest), lvsdr_dest_get_forwarding(dest),
	       lvsdr_dest_get_weight(dest), lvsdr_dest_get_upper_threshold(dest),
	       lvsdr_dest_get_lower_threshold(dest), lvsdr_dest_get_tunnel_type(dest),
	       lvsdr_dest_get_tunnel_port(dest), lvsdr_dest_get_tunnel_flags(dest));
}

void show_vip(const struct lvsdr_vip *vip)
{
	char address[46];

	lvsdr_vip_get_address(vip, address, sizeof(address));
	printf("%s/%d on %s, label \"%s\", host route %d\n", address,
	       lvsdr_vip_get_prefix_length(vip), lvsdr_vip_get_device(vip),
	       lvsdr_vip_get_label(vip), lvsdr_vip_get_host_route(vip));
}

void show_json(const struct lvsdr *host, struct lvsdr_state *state)
{
	const char *json;

	must(host, lvsdr_state_to_text(state, "json", &json));
	puts(json);
}

void show_plan(const struct lvsdr_plan *plan)
{
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++) {
		printf("  %s, %s: %s\n", lvsdr_plan_get_step_kind(plan, i),
		       lvsdr_step_status_name(lvsdr_plan_get_step_status(plan, i)),
		       lvsdr_plan_get_step_command(plan, i));
		if (*lvsdr_plan_get_step_note(plan, i))
			printf("    %s\n", lvsdr_plan_get_step_note(plan, i));
	}
}
