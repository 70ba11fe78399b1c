// SPDX-License-Identifier: LGPL-2.1-or-later
/* Short texts: scopes, addresses with and without ports, protocols, names. */
#include "fuzz.h"

#include <lvsdr/lvsdr.h>

static void feed(struct lvsdr *host, const char *text)
{
	struct lvsdr_scope *scope;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest;
	struct lvsdr_vip *vip;
	struct lvsdr_mark *mark;
	struct lvsdr_sysctl *sysctl;

	if (!lvsdr_scope_new(host, text, &scope))
		lvsdr_scope_free(scope);
	if (!lvsdr_service_new(host, text, "192.168.1.41:80", &service))
		lvsdr_service_free(service);
	if (!lvsdr_service_new(host, "tcp", text, &service)) {
		lvsdr_service_set_scheduler(service, text);
		lvsdr_service_set_persistence_prefix(service, (int32_t)strlen(text));
		lvsdr_service_free(service);
	}
	if (!lvsdr_dest_new(host, text, &dest))
		lvsdr_dest_free(dest);
	if (!lvsdr_mark_new(host, "tcp", text, 8, &mark))
		lvsdr_mark_free(mark);
	if (!lvsdr_sysctl_new(host, text, text, &sysctl))
		lvsdr_sysctl_free(sysctl);
	if (!lvsdr_vip_new(host, text, "eth0", &vip))
		lvsdr_vip_free(vip);
	if (!lvsdr_vip_new(host, "192.168.1.41", text, &vip)) {
		lvsdr_vip_set_label(vip, text);
		lvsdr_vip_free(vip);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lvsdr *host;
	char *text = malloc(size + 1);

	fuzz_expect(text != NULL);
	fuzz_expect(!lvsdr_new(&host));
	memcpy(text, data, size);
	text[size] = '\0';
	feed(host, text);
	free(text);
	lvsdr_free(host);
	return 0;
}
