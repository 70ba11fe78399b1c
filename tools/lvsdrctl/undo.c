// SPDX-License-Identifier: LGPL-2.1-or-later
#include "record.h"
#include "say.h"
#include "verbs.h"

#include <stdlib.h>

int verb_undo(struct lvsdr *host, const struct options *options, char **words)
{
	struct record record;
	int result;

	(void)options;
	if (record_read(host, words[1], &record))
		return EXIT_FAILURE;
	result = lvsdr_plan_undo(record.plan);
	if (result < 0)
		complain(host);
	print_notes(record.plan);
	if (result < 0)
		record_complete(host, &record); /* it says why when it cannot */
	record_clear(&record);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
