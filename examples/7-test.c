/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 7: a client fetches the page again and again: the real servers take turns. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_PAGE = 4096 };

/* The first line. Each request is a new connection, since IPVS schedules connections. */
static CURLcode fetch(const char *url, char page[LONGEST_PAGE])
{
	FILE *file = fmemopen(page, LONGEST_PAGE, "w");
	CURL *curl = curl_easy_init();
	CURLcode code = CURLE_FAILED_INIT;

	if (curl && file) {
		curl_easy_setopt(curl, CURLOPT_URL, url);
		curl_easy_setopt(curl, CURLOPT_WRITEDATA, file);
		curl_easy_setopt(curl, CURLOPT_TIMEOUT, 5L);
		curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
		code = curl_easy_perform(curl);
	}
	curl_easy_cleanup(curl);
	if (file)
		fclose(file);
	page[strcspn(page, "\n")] = '\0';
	return code;
}

int main(int argc, char **argv)
{
	int times = argc == 3 ? atoi(argv[2]) : 10, alternating = 1;
	char page[LONGEST_PAGE], last[LONGEST_PAGE] = "";
	CURLcode code;

	if (argc < 2 || argc > 3 || *argv[1] == '-' || times < 2) {
		printf("Fetches a page from the VIP and shows which real server answered.\n"
		       "classic: curl http://VIP/, again and again\n\nusage: %s URL [TIMES]\n",
		       argv[0]);
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	for (int i = 0; i < times; i++) {
		memset(page, 0, sizeof(page));
		code = fetch(argv[1], page);
		printf("%2d  %s\n", i + 1, code ? "no answer" : page);
		if (code || !strcmp(page, last))
			alternating = 0;
		memcpy(last, page, sizeof(last));
	}
	puts(alternating ? "the pages alternate" : "the pages do NOT alternate");
	return alternating ? EXIT_SUCCESS : EXIT_FAILURE;
}
