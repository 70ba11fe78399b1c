// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plan/trace.h"

#include "codec/classic/classic.h"
#include "core/handle.h"
#include "drivers/driver.h"
#include "util/escape.h"

#include <lvsdr/trace.h>
#include <stdio.h>
#include <time.h>

/* A line: the command, and after "#" further details. */
struct line {
	struct text command, remark;
};

enum outcome trace_outcome(const struct lvsdr *host, int result)
{
	if (result >= 0)
		return OUTCOME_DONE;
	return host->transport.in_doubt ? OUTCOME_UNKNOWN : OUTCOME_FAILED;
}

static bool is_wanted(const struct lvsdr *host, enum outcome outcome)
{
	return host->trace.fd >= 0 &&
	       (outcome == OUTCOME_DONE || host->trace.details & LVSDR_TRACE_RESULT);
}

static void add_time(struct text *remark)
{
	struct timespec now;
	struct tm utc;

	if (clock_gettime(CLOCK_REALTIME, &now) || !gmtime_r(&now.tv_sec, &utc))
		return;
	text_add(remark, "%04d-%02d-%02dT%02d:%02d:%02d.%06ldZ", utc.tm_year + 1900, utc.tm_mon + 1,
		 utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, now.tv_nsec / 1000);
}

static void add_outcome(struct text *remark, enum outcome outcome, const char *reason)
{
	static const char *const words[] = {[OUTCOME_DONE] = "done",
					    [OUTCOME_FAILED] = "failed",
					    [OUTCOME_UNKNOWN] = "unknown"};

	text_add(remark, "%s%s", remark->length ? " " : "", words[outcome]);
	if (outcome != OUTCOME_DONE && *reason)
		text_add(remark, ": %s", reason);
}

static void write_line(struct lvsdr *host, struct line *line, enum outcome outcome,
		       const char *reason)
{
	struct text remark = {0};
	char written[2 * sizeof(remark.data) + 16];

	if (host->trace.details & LVSDR_TRACE_TIME)
		add_time(&remark);
	if (host->trace.details & LVSDR_TRACE_RESULT)
		add_outcome(&remark, outcome, reason);
	if (line->remark.length)
		text_add(&remark, "%s%s", remark.length ? "; " : "", line->remark.data);
	escape_text(remark.data, sizeof(remark.data));
	snprintf(written, sizeof(written), "%s%s%s%s\n", outcome == OUTCOME_DONE ? "" : "# ",
		 line->command.data, remark.length ? " # " : "", remark.data);
	trace_write(&host->trace, written);
}

void trace_change(struct lvsdr *host, const struct object_class *class, const union object *before,
		  const union object *after, enum outcome outcome, const char *reason)
{
	struct line line = {0};

	handle_note_write(host, class->part);
	if (!is_wanted(host, outcome))
		return;
	classic_line(class, before, after, &line.command);
	write_line(host, &line, outcome, reason);
}

static void add_record(const struct step *step, const char *before, struct text *remark)
{
	struct text record = {0};

	driver_describe_record(step, &record);
	if (record.length)
		text_add(remark, "%s%s", before, record.data);
}

void trace_step(struct lvsdr *host, const struct step *step, bool undo, enum outcome outcome,
		const char *reason)
{
	struct line line = {0};

	handle_note_write(host, step->class->part);
	if (step->was_gone || !is_wanted(host, outcome))
		return;
	classic_line(step->class, undo ? step->after : step->before,
		     undo ? step->before : step->after, &line.command);
	add_record(step, undo ? "the undone step: " : "", &line.remark);
	write_line(host, &line, outcome, reason);
}

void trace_restore_record(struct lvsdr *host, const struct step *step)
{
	struct line line = {0};

	handle_note_write(host, step->class->part);
	if (!is_wanted(host, OUTCOME_DONE))
		return;
	add_record(step, "", &line.remark);
	text_add(&line.command, "# restored");
	write_line(host, &line, OUTCOME_DONE, NULL);
}

void trace_command(struct lvsdr *host, const char *command, enum outcome outcome,
		   const char *reason)
{
	struct line line = {0};

	handle_note_write(host, service_class.part);
	if (!is_wanted(host, outcome))
		return;
	text_add(&line.command, "%s", command);
	write_line(host, &line, outcome, reason);
}
