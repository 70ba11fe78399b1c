// SPDX-License-Identifier: LGPL-2.1-or-later
/* metrics: totals, services and destinations as OpenMetrics, or in Prometheus' text format. */
#include "file.h"
#include "name.h"
#include "observed.h"
#include "say.h"
#include "verbs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What is written, and in which of the two formats. */
struct page {
	FILE *file;
	int is_openmetrics;
};

/* A metric of each object; "connections" is a counter, all that are of now are gauges. */
struct metric {
	const char *name, *member, *help;
	int is_gauge;
};

static const struct metric service_metrics[] = {
	{"connections", "connections", "Connections that were scheduled.", 0},
	{"incoming_packets", "incoming_packets", "Packets from clients.", 0},
	{"outgoing_packets", "outgoing_packets", "Packets to clients; 0 in direct routing.", 0},
	{"incoming_bytes", "incoming_bytes", "Bytes from clients.", 0},
	{"outgoing_bytes", "outgoing_bytes", "Bytes to clients; 0 in direct routing.", 0},
};
static const struct metric dest_metrics[] = {
	{"weight", NULL, "The weight: the share of new connections.", 1},
	{"active_connections", "active_connections", "Connections that are established.", 1},
	{"inactive_connections", "inactive_connections", "Connections in any other state.", 1},
	{"persistence_templates", "persistent_connections", "Persistence templates.", 1},
};
enum {
	COUNTERS = sizeof(service_metrics) / sizeof(*service_metrics),
	GAUGES = sizeof(dest_metrics) / sizeof(*dest_metrics)
};

/* Of counters OpenMetrics has the name without _total here, and Prometheus' text format with it. */
static void print_head(const struct page *page, const char *kind, const struct metric *metric)
{
	const char *end = page->is_openmetrics || metric->is_gauge ? "" : "_total";

	fprintf(page->file, "# TYPE lvsdr_%s_%s%s %s\n# HELP lvsdr_%s_%s%s %s\n", kind,
		metric->name, end, metric->is_gauge ? "gauge" : "counter", kind, metric->name, end,
		metric->help);
}

/* Backslash, quote and line break are escaped. */
static void print_label(FILE *file, const char *between, const char *name, const char *value)
{
	fprintf(file, "%s%s=\"", between, name);
	for (; *value; value++) {
		if (*value == '\n')
			fputs("\\n", file);
		else if (*value == '"' || *value == '\\')
			fprintf(file, "\\%c", *value);
		else
			fputc(*value, file);
	}
	fputc('"', file);
}

/* A mark is a service in each family. */
static void print_value(FILE *file, const char *kind, const struct metric *metric,
			const json_t *service, const json_t *dest)
{
	const char *family = json_string_value(json_object_get(service, "family"));
	const json_t *object = dest ? dest : service;
	char name[NAME_SIZE];

	fprintf(file, "lvsdr_%s_%s%s{", kind, metric->name, metric->is_gauge ? "" : "_total");
	name_service(service, name, sizeof(name));
	print_label(file, "", "service", name);
	if (family)
		print_label(file, ",", "family", family);
	if (dest) {
		name_dest(dest, name, sizeof(name));
		print_label(file, ",", "destination", name);
	}
	if (metric->member)
		fprintf(file, "} %" PRIu64 "\n", observed_counter(object, metric->member));
	else
		fprintf(file, "} %" JSON_INTEGER_FORMAT "\n",
			json_integer_value(json_object_get(object, "weight")));
}

static void print_services(const struct page *page, const json_t *services,
			   const struct metric *metric)
{
	json_t *service;
	size_t i;

	print_head(page, "service", metric);
	json_array_foreach(services, i, service) {
		print_value(page->file, "service", metric, service, NULL);
	}
}

static void print_dests(const struct page *page, const json_t *services,
			const struct metric *metric)
{
	json_t *service, *dest;
	size_t i, k;

	print_head(page, "destination", metric);
	json_array_foreach(services, i, service) {
		json_array_foreach(json_object_get(service, "destinations"), k, dest) {
			print_value(page->file, "destination", metric, service, dest);
		}
	}
}

/* Rates are left out: they follow from the counters. */
static int print_totals(struct lvsdr *host, const struct page *page)
{
	static const struct metric now[] = {
		{"connection_table_size", NULL, "Buckets of the connection table.", 1},
		{"current_connections", NULL, "Connections and templates that exist.", 1}};
	uint64_t values[LVSDR_TOTAL_COUNT];
	int count = lvsdr_totals_read(host, values, LVSDR_TOTAL_COUNT);

	if (count < LVSDR_TOTAL_COUNT)
		return complain(host);
	for (int i = 0; i < COUNTERS; i++) {
		print_head(page, "all", &service_metrics[i]);
		fprintf(page->file, "lvsdr_all_%s_total %" PRIu64 "\n", service_metrics[i].name,
			values[i]);
	}
	for (int i = 0; i < 2; i++) {
		if (values[LVSDR_TOTAL_CONNECTION_TABLE_SIZE + i] == UINT64_MAX)
			continue;
		print_head(page, "all", &now[i]);
		fprintf(page->file, "lvsdr_all_%s %" PRIu64 "\n", now[i].name,
			values[LVSDR_TOTAL_CONNECTION_TABLE_SIZE + i]);
	}
	return 0;
}

static int print_all(struct lvsdr *host, const struct options *options, const struct page *page)
{
	json_t *state, *services;
	int status =
		observed_read(host, options, LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS, &state);

	if (status)
		return status;
	services = json_object_get(state, "services");
	status = print_totals(host, page);
	for (int i = 0; i < COUNTERS; i++)
		print_services(page, services, &service_metrics[i]);
	for (int i = 0; i < COUNTERS; i++)
		print_dests(page, services, &service_metrics[i]);
	for (int i = 0; i < GAUGES; i++)
		print_dests(page, services, &dest_metrics[i]);
	if (page->is_openmetrics)
		fputs("# EOF\n", page->file);
	json_decref(state);
	return status;
}

/* Whoever reads the file sees the old one or the new one, and may be any user. */
static int write_output(const char *path, const char *text)
{
	struct file_place place = {.path = path, .replace = 1};
	struct stat status;

	if (!lstat(path, &status) && file_check_kind(path, &status))
		return EXIT_FAILURE;
	if (!file_write(&place, text) && !chmod(path, 0644))
		return EXIT_SUCCESS;
	file_complain(path, NULL);
	return EXIT_FAILURE;
}

/* Nothing is written in part. */
int verb_metrics(struct lvsdr *host, const struct options *options, char **words)
{
	char *text = NULL;
	size_t size;
	struct page page = {.file = open_memstream(&text, &size),
			    .is_openmetrics = !is_format(options, "prometheus")};
	int status, failed;

	(void)words;
	if (!page.file)
		return out_of_memory();
	status = print_all(host, options, &page);
	failed = ferror(page.file);
	failed |= fclose(page.file);
	if (failed && !status)
		status = out_of_memory();
	if (!status && options->output)
		status = write_output(options->output, text);
	else if (!status) {
		fputs(text, stdout);
		status = end_output();
	}
	free(text);
	return status;
}
