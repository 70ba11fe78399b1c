/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 7: a client fetches the page again and again: the real servers take turns. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page {
	char text[256];
	size_t length;
};

static size_t collect(char *data, size_t size, size_t count, void *user)
{
	struct page *page = user;
	size_t room = sizeof(page->text) - 1 - page->length, length = size * count;

	length = length < room ? length : room;
	memcpy(page->text + page->length, data, length);
	page->length += length;
	return size * count;
}

/* Each request is a new connection, since IPVS schedules connections. */
static CURLcode fetch(const char *url, struct page *page)
{
	CURL *curl = curl_easy_init();
	CURLcode code = CURLE_FAILED_INIT;

	memset(page, 0, sizeof(*page));
	if (!curl)
		return code;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, page);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 5L);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	code = curl_easy_perform(curl);
	curl_easy_cleanup(curl);
	page->text[strcspn(page->text, "\n")] = '\0';
	return code;
}

int main(int argc, char **argv)
{
	int times = argc == 3 ? atoi(argv[2]) : 10, alternating = 1;
	struct page page, last = {0};
	CURLcode code;

	if (argc < 2 || argc > 3 || *argv[1] == '-' || times < 2) {
		printf("Fetches a page from the VIP and shows which real server answered.\n"
		       "classic: curl http://VIP/, again and again\n\nusage: %s URL [TIMES]\n",
		       argv[0]);
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	for (int i = 0; i < times; i++) {
		code = fetch(argv[1], &page);
		printf("%2d  %s\n", i + 1, code ? "no answer" : page.text);
		if (code || !strcmp(page.text, last.text))
			alternating = 0;
		last = page;
	}
	puts(alternating ? "the pages alternate" : "the pages do NOT alternate");
	return alternating ? EXIT_SUCCESS : EXIT_FAILURE;
}
