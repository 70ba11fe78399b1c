// SPDX-License-Identifier: LGPL-2.1-or-later
#include "send.h"

#include "handle.h"
#include "ipvs/ipvs.h"

#include <errno.h>
#include <lvsdr/plan.h>
#include <stdlib.h>

/* Nothing is gained by larger sends (docs/performance.md). */
enum { SEND_SIZE = 65536 };

int send_open(struct send *send)
{
	struct lvsdr *host = send->host;
	struct netlink_error kernel;
	int error;

	if (send->buffer)
		return 0;
	error = transport_open_ipvs(&host->transport, &kernel);
	if (error)
		return error_set_kernel(host, error, &kernel, send->undo ? "undo" : "apply",
					"the plan", error == -EOPNOTSUPP ? error_no_ipvs : NULL);
	send->limit = host->transport.ipvs.batch_limit;
	if (send->limit > SEND_SIZE / 64)
		send->limit = SEND_SIZE / 64;
	send->buffer = malloc(SEND_SIZE);
	send->steps = malloc(send->limit * sizeof(*send->steps));
	if (send->buffer && send->steps)
		return 0;
	send_clear(send);
	return error_set(host, -ENOMEM, send->undo ? "undo" : "apply", "the plan", "out of memory");
}

void send_clear(struct send *send)
{
	free(send->buffer);
	free(send->steps);
	send->buffer = NULL;
	send->steps = NULL;
}

bool send_is_full(const struct send *send)
{
	return send->count == send->limit || SEND_SIZE - send->length < IPVS_REQUEST_SIZE;
}

void send_add(struct send *send, struct step *step)
{
	const union object *from = send->undo ? step->after : step->before;
	const union object *to = send->undo ? step->before : step->after;

	send->length +=
		NLMSG_ALIGN(step->class->encode(send->buffer + send->length, from, to)->nlmsg_len);
	send->steps[send->count++] = step;
}

void send_remember(struct send *send, int error)
{
	if (send->result)
		return;
	send->result = error;
	send->first = send->host->error;
}

/* What is gone already needs no removing. */
static bool is_gone(const struct send *send, const struct step *step, int result)
{
	return !(send->undo ? step->before : step->after) &&
	       (result == -ESRCH || result == -ENOENT);
}

static const char *operation(const struct send *send, const struct step *step)
{
	return send->undo ? "undo" : verb_name(step_verb(step));
}

struct flush {
	struct send *send;
	int result;
};

static void take_failure(unsigned int index, int result, const struct netlink_error *error,
			 void *data)
{
	struct flush *flush = data;
	struct send *send = flush->send;
	struct step *step = index < send->count ? send->steps[index] : NULL;

	if (!step || is_gone(send, step, result))
		return;
	result = step->class->report(send->host, result, error, operation(send, step),
				     step_object(step));
	step_fail(step, send->host, result);
	send_remember(send, result);
	if (!flush->result)
		flush->result = result;
}

int send_flush(struct send *send)
{
	struct flush flush = {.send = send};
	int error;

	for (unsigned int i = 0; i < send->count; i++)
		send->steps[i]->status = send->undo ? LVSDR_STEP_UNDONE : LVSDR_STEP_DONE;
	error = send->count ? transport_ipvs_batch(&send->host->transport, send->buffer,
						   send->length, take_failure, &flush)
			    : 0;
	if (error) {
		error = send->steps[0]->class->report(send->host, error, NULL,
						      operation(send, send->steps[0]),
						      step_object(send->steps[0]));
		send_remember(send, error);
		for (unsigned int i = 0; i < send->count && send->undo; i++)
			step_fail(send->steps[i], send->host, error);
	}
	send->count = 0;
	send->length = 0;
	return error ? error : flush.result;
}

struct one {
	int result;
	struct netlink_error kernel;
};

static void take_one(unsigned int index, int result, const struct netlink_error *error, void *data)
{
	(void)index;
	*(struct one *)data = (struct one){result, *error};
}

int send_one(struct lvsdr *host, const struct object_class *class, const char *operation,
	     const union object *before, const union object *after)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct one one = {.result = 0};
	int error = transport_ipvs_batch(&host->transport, buffer,
					 class->encode(buffer, before, after)->nlmsg_len, take_one,
					 &one);

	if (!error)
		error = one.result;
	return error ? class->report(host, error, &one.kernel, operation, after ? after : before)
		     : 0;
}
