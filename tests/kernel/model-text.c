// SPDX-License-Identifier: LGPL-2.1-or-later
/* The model as ipvsadm and /proc/net/ip_vs would tell it, and as ipvsadm would change it. */
#include "../check.h"
#include "model.h"

#include <arpa/inet.h>
#include <ctype.h>

enum { MOST_LINES = 4 * MODEL_SERVICES * (MODEL_DESTS + 1) };

struct lines {
	char *line[MOST_LINES];
	size_t count;
};

static void add_line(struct lines *lines, const char *text)
{
	assert_true(lines->count < MOST_LINES);
	lines->line[lines->count] = strdup(text);
	assert_non_null(lines->line[lines->count++]);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *join(struct lines *lines)
{
	size_t size = 1, length = 0;
	char *text;

	qsort(lines->line, lines->count, sizeof(*lines->line), compare);
	for (size_t i = 0; i < lines->count; i++)
		size += strlen(lines->line[i]) + 1;
	text = calloc(1, size);
	assert_non_null(text);
	for (size_t i = 0; i < lines->count; i++) {
		length += (size_t)snprintf(text + length, size - length, "%s\n", lines->line[i]);
		free(lines->line[i]);
	}
	return text;
}

static void address_with_port(const struct model_identity *identity, uint16_t port, char *text,
			      size_t size)
{
	snprintf(text, size, strchr(identity->address, ':') ? "[%s]:%u" : "%s:%u",
		 identity->address, port);
}

static const char *protocol_option(const char *protocol)
{
	if (!strcmp(protocol, "tcp"))
		return "-t";
	return strcmp(protocol, "udp") ? "--sctp-service" : "-u";
}

static void service_name(unsigned int service, bool saved, char *text, size_t size)
{
	const struct model_identity *identity = &model_services[service];
	char address[64];

	if (identity->fwmark) {
		snprintf(text, size, saved ? "-f %d%s" : "-f %u%s", identity->fwmark,
			 strcmp(identity->family, "ipv6") ? "" : " -6");
		return;
	}
	address_with_port(identity, identity->port, address, sizeof(address));
	snprintf(text, size, "%s %s", protocol_option(identity->protocol), address);
}

static void add(char *text, size_t size, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + length, size - length, format, arguments);
	va_end(arguments);
}

/* Of sh and mh ipvsadm tells two only. */
static void add_flags(const struct model_service *form, bool saved, char *line, size_t size)
{
	static const char *const names[][3] = {{"flag-1", "flag-2", "flag-3"},
					       {"sh-fallback", "sh-port", "flag-3"},
					       {"mh-fallback", "mh-port", "flag-3"}};
	unsigned int which = 0, told;
	const char *comma = " ";

	if (!strcmp(form->scheduler, "sh"))
		which = 1;
	if (!strcmp(form->scheduler, "mh"))
		which = 2;
	told = saved && which ? 2 : 3;
	if (form->flags)
		add(line, size, " -b");
	for (unsigned int i = 0; i < told; i++) {
		if (!(form->flags & LVSDR_SCHEDULER_FLAG_1 << i))
			continue;
		add(line, size, "%s%s", comma, names[which][i]);
		comma = ",";
	}
}

void model_service_options(bool ipv6, const struct model_service *form, bool saved, char *line,
			   size_t size)
{
	struct in_addr mask = {htonl((uint32_t)(UINT64_MAX << (32 - form->prefix % 33)))};

	add(line, size, " -s %s", form->scheduler);
	if (form->timeout) {
		add(line, size, " -p %u", form->timeout);
		if (ipv6 && form->prefix != 128)
			add(line, size, " -M %d", form->prefix);
		if (!ipv6 && form->prefix != 32)
			add(line, size, " -M %s", inet_ntoa(mask));
	}
	if (*form->engine)
		add(line, size, " --pe %s", form->engine);
	if (form->one_packet)
		add(line, size, " -o");
	add_flags(form, saved, line, size);
}

void model_service_rule(unsigned int service, const struct model_service *form, bool saved,
			char *line, size_t size)
{
	char name[80];

	service_name(service, saved, name, sizeof(name));
	snprintf(line, size, "-A %s", name);
	model_service_options(!strcmp(model_services[service].family, "ipv6"), form, saved, line,
			      size);
}

void model_dest_options(const struct model_dest *form, bool saved, char *line, size_t size)
{
	static const char *const methods[] = {"-m", "-g", "-i", "-g", "(null)"};
	static const char *const types[] = {"ipip", "gue", "gre"};
	static const char *const checksums[] = {"nocsum", "csum", "remcsum"};

	add(line, size, " %s -w %d", methods[form->forwarding], form->weight);
	if (form->forwarding == LVSDR_FORWARD_TUNNEL) {
		add(line, size, " --tun-type %s", types[form->type]);
		if (form->type == LVSDR_TUNNEL_GUE)
			add(line, size, " --tun-port %d", form->port);
		if (form->type != LVSDR_TUNNEL_IPIP)
			add(line, size, " --tun-%s", checksums[form->flags]);
	}
	if (!saved)
		add(line, size, " -x %u -y %u", form->upper, form->lower);
}

void model_dest_rule(unsigned int service, unsigned int dest, const struct model_dest *form,
		     bool saved, char *line, size_t size)
{
	char name[80], address[64];

	service_name(service, saved, name, sizeof(name));
	address_with_port(&model_dests[dest], model_dest_port(service, dest), address,
			  sizeof(address));
	snprintf(line, size, "-a %s -r %s", name, address);
	model_dest_options(form, saved, line, size);
}

static void tell_service_in_proc(unsigned int service, const struct model_service *form, char *line,
				 size_t size)
{
	const struct model_identity *identity = &model_services[service];
	bool ipv6 = !strcmp(identity->family, "ipv6");
	uint32_t mask = ipv6 ? htonl((uint32_t)form->prefix) : 0xffffffff << (32 - form->prefix);
	char name[8] = "";

	*line = '\0';
	for (size_t i = 0; identity->protocol && identity->protocol[i]; i++)
		name[i] = (char)toupper(identity->protocol[i]);
	if (identity->fwmark)
		add(line, size, "FWM %08X %s", identity->fwmark, form->scheduler);
	else
		add(line, size, "%s %s:%04X %s", name, identity->proc, identity->port,
		    form->scheduler);
	if (form->one_packet && (identity->fwmark || !ipv6)) /* the kernel forgets it there */
		add(line, size, " ops");
	if (form->timeout)
		add(line, size, " persistent %08X", mask);
}

static void tell_dest(struct lines *lines, unsigned int service, unsigned int dest,
		      const struct model_dest *form)
{
	static const char *const methods[] = {"Masq", "Local", "Tunnel", "Route", "Masq"};
	char line[256], address[64];
	uint16_t port = model_dest_port(service, dest);

	model_dest_rule(service, dest, form, true, line, sizeof(line));
	add_line(lines, line);
	address_with_port(&model_dests[dest], port, address, sizeof(address));
	snprintf(line, sizeof(line), "-> %s %u %u 0 0", address, form->upper, form->lower);
	add_line(lines, line);
	snprintf(line, sizeof(line), "-> %s:%04X %s %d 0 0", model_dests[dest].proc, port,
		 methods[form->forwarding], form->weight);
	add_line(lines, line);
}

char *model_tell(const struct model *model)
{
	struct lines lines = {.count = 0};
	char line[256];

	for (unsigned int i = 0; i < MODEL_SERVICES; i++) {
		if (!model->services[i].there)
			continue;
		model_service_rule(i, &model->services[i], true, line, sizeof(line));
		add_line(&lines, line);
		tell_service_in_proc(i, &model->services[i], line, sizeof(line));
		add_line(&lines, line);
		for (unsigned int k = 0; k < MODEL_DESTS; k++)
			if (model->services[i].dests[k].there)
				tell_dest(&lines, i, k, &model->services[i].dests[k]);
	}
	snprintf(line, sizeof(line), "Timeout (tcp tcpfin udp): %u %u %u", model->tcp,
		 model->tcp_fin, model->udp);
	add_line(&lines, line);
	return join(&lines);
}

static void squeeze(char *line)
{
	char *to = line;

	for (const char *from = line; *from; from++)
		if (*from != ' ' || (to > line && to[-1] != ' '))
			*to++ = *from;
	while (to > line && to[-1] == ' ')
		to--;
	*to = '\0';
}

/* Clock ticks are not the model's matter: ipvsadm tells the seconds. */
static void cut_ticks(char *line)
{
	char *found = strstr(line, " persistent "), *rest;

	if (!found)
		return;
	found += strlen(" persistent ");
	rest = strchr(found, ' ');
	assert_non_null(rest);
	memmove(found, rest + 1, strlen(rest));
}

char *model_told(char *output)
{
	struct lines lines = {.count = 0};
	unsigned int section = 0;

	for (char *line = strtok(output, "\n"); line; line = strtok(NULL, "\n")) {
		if (!strcmp(line, "=")) {
			section++;
			continue;
		}
		squeeze(line);
		if (section == 2)
			cut_ticks(line);
		if (strstr(line, "RemoteAddress") || strstr(line, "Prot ") == line ||
		    strstr(line, "IP Virtual Server") == line ||
		    (section == 1 && strncmp(line, "->", 2)))
			continue;
		add_line(&lines, line);
	}
	free(output);
	return join(&lines);
}

/* What has come to its end comes last. */
static int compare_lines(const char *a, const char *b)
{
	if (!a || !b)
		return a ? -1 : 1;
	return strcmp(a, b);
}

void model_print_difference(char *told, char *expected)
{
	char *a = strsep(&told, "\n"), *b = strsep(&expected, "\n");
	int order;

	while (a || b) {
		order = compare_lines(a, b);
		if (order < 0)
			printf("told, but not expected: %s\n", a);
		if (order > 0)
			printf("expected, but not told: %s\n", b);
		if (order <= 0)
			a = strsep(&told, "\n");
		if (order >= 0)
			b = strsep(&expected, "\n");
	}
}

/* ipvsadm keeps nothing that it is not given again. */
static void change_service(struct model *model, struct random *random, unsigned int service,
			   FILE *rules)
{
	struct model_service *form = &model->services[service];
	struct model_service wanted = model_random_service(random, service);
	const char *protocol = model_services[service].protocol;
	char line[256];

	if (form->there && random_once_in(random, 2)) {
		service_name(service, false, line, sizeof(line));
		fprintf(rules, "-D %s\n", line);
		*form = (struct model_service){.there = false};
		return;
	}
	if (!model_services[service].port && !model_services[service].fwmark && !wanted.timeout)
		wanted.timeout = 60;
	if (!wanted.timeout) {
		wanted.prefix = model_default_service(service).prefix;
		wanted.engine = "";
	}
	wanted.one_packet &= protocol && !strcmp(protocol, "udp");
	model_service_rule(service, &wanted, false, line, sizeof(line));
	line[1] = form->there ? 'E' : 'A';
	fprintf(rules, "%s\n", line);
	model_set_service(form, &wanted, ~0u);
	form->there = true;
}

static void change_dest(struct model *model, struct random *random, unsigned int service,
			unsigned int dest, FILE *rules)
{
	struct model_dest *form = &model->services[service].dests[dest];
	struct model_dest wanted = model_random_dest(random);
	char line[256], address[64];

	if (model_dests[dest].port) /* it has its own idea of ports */
		return;
	if (form->there && random_once_in(random, 2)) {
		service_name(service, false, line, sizeof(line));
		address_with_port(&model_dests[dest], model_dest_port(service, dest), address,
				  sizeof(address));
		fprintf(rules, "-d %s -r %s\n", line, address);
		form->there = false;
		return;
	}
	model_plain_dest(&wanted);
	if (dest == MODEL_DESTS - 1 || !model_dest_works(service, dest, &wanted))
		return;
	model_dest_rule(service, dest, &wanted, false, line, sizeof(line));
	line[1] = form->there ? 'e' : 'a';
	fprintf(rules, "%s\n", line);
	wanted.there = true;
	*form = wanted;
}

void model_change(struct model *model, struct random *random, unsigned int count, FILE *rules)
{
	for (unsigned int i = 0; i < count; i++) {
		unsigned int service = random_below(random, MODEL_SERVICES);

		if (!model->services[service].there || random_once_in(random, 3))
			change_service(model, random, service, rules);
		else
			change_dest(model, random, service, random_below(random, MODEL_DESTS),
				    rules);
	}
}
