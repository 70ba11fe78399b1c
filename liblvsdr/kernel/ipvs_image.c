// SPDX-License-Identifier: LGPL-2.1-or-later
#include "kernel/ipvs_image.h"

#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "model/dest.h"
#include "model/service.h"
#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct ipvs_told {
	struct lvsdr_service service;
	size_t dest_count;
};

static const enum operation operation = OPERATION_READ;

void ipvs_imager_init(struct ipvs_imager *imager, struct lvsdr *host, ipvs_filter filter,
		      const void *data)
{
	*imager = (struct ipvs_imager){.of_services = {.host = host,
						       .operation = operation,
						       .filter = filter,
						       .data = data},
				       .of_dests = {.host = host, .operation = operation}};
}

void ipvs_imager_clear(struct ipvs_imager *imager)
{
	ipvs_lister_clear(&imager->of_services);
	ipvs_lister_clear(&imager->of_dests);
	ipvs_list_clear(&imager->services);
	ipvs_list_clear(&imager->dests);
	free(imager->told);
}

void ipvs_image_clear(struct ipvs_image *image)
{
	free(image->bytes);
	*image = (struct ipvs_image){.bytes = NULL};
}

bool ipvs_image_equal(const struct ipvs_image *a, const struct ipvs_image *b)
{
	return a->length == b->length && (!a->length || !memcmp(a->bytes, b->bytes, a->length));
}

static int append(struct ipvs_image *image, const void *bytes, size_t length)
{
	int error = length ? array_grow(&image->bytes, image->length + length, &image->room, 1) : 0;

	if (error || !length)
		return error;
	memcpy(image->bytes + image->length, bytes, length);
	image->length += length;
	return 0;
}

/* With its length, which tells where the next list begins. */
static int append_list(struct ipvs_image *image, const struct ipvs_list *list, size_t size)
{
	int error = append(image, &list->count, sizeof(list->count));

	return error ? error : append(image, list->objects, list->count * size);
}

static int append_dests(struct ipvs_imager *imager, struct ipvs_image *image,
			const struct lvsdr_service *service)
{
	int result = ipvs_list_dests(&imager->of_dests, service, &imager->dests, false);

	return result < 0 ? result : append_list(image, &imager->dests, sizeof(struct lvsdr_dest));
}

/* By socket options if they return everything. */
static int append_told_dests(struct ipvs_imager *imager, struct ipvs_image *image,
			     const struct ipvs_told *told)
{
	imager->dests.count = 0;
	if (told->dest_count && ipvs_option_dests(&imager->of_dests, &told->service,
						  told->dest_count, &imager->dests) != 1)
		return append_dests(imager, image, &told->service);
	return append_list(image, &imager->dests, sizeof(struct lvsdr_dest));
}

static bool is_wanted(const struct ipvs_lister *lister, const struct lvsdr_service *service)
{
	return !lister->filter || lister->filter(service, lister->data);
}

static int keep_told(struct ipvs_imager *imager, const struct ip_vs_service_entry *entry)
{
	struct ipvs_told told = {.dest_count = entry->num_dests};

	option_get_service(entry, &told.service, NULL);
	if (!is_wanted(&imager->of_services, &told.service))
		return 0;
	if (array_grow(&imager->told, imager->told_count + 1, &imager->told_room, sizeof(told)))
		return -ENOMEM;
	imager->told[imager->told_count++] = told;
	return 0;
}

/* 1, or 0 where socket options are not to be used or cannot be, or -ENOMEM. */
static int read_told(struct ipvs_imager *imager)
{
	const struct ip_vs_service_entry *entries;
	size_t count;
	int error = 0;

	imager->told_count = 0;
	if (imager->of_services.host->transport.wanted == IPVS_NETLINK ||
	    ipvs_option_services(&imager->of_services, &entries, &count))
		return 0;
	for (size_t i = 0; i < count && !error; i++)
		error = keep_told(imager, &entries[i]);
	return error ? error : 1;
}

static int append_all_dests(struct ipvs_imager *imager, struct ipvs_image *image)
{
	const struct lvsdr_service *services = (const void *)imager->services.objects;
	int told = read_told(imager), error = told < 0 ? told : 0;

	for (size_t i = 0; i < imager->told_count && !error; i++)
		error = append_told_dests(imager, image, &imager->told[i]);
	for (size_t i = 0; i < imager->services.count && !error; i++)
		if (!told || services[i].address.family != AF_INET)
			error = append_dests(imager, image, &services[i]);
	return error;
}

int ipvs_image_read(struct ipvs_imager *imager, struct ipvs_image *image)
{
	struct lvsdr *host = imager->of_services.host;
	int error = ipvs_list_services(&imager->of_services, &imager->services, false);

	image->length = 0;
	if (!error)
		error = append_list(image, &imager->services, sizeof(struct lvsdr_service));
	if (!error)
		error = append_all_dests(imager, image);
	return error == -ENOMEM ? error_set(host, error, operation, "the services", "out of memory")
				: error;
}
