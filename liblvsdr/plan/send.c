// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plan/send.h"

#include "codec/classic/classic.h"
#include "codec/ipvs/encoding.h"
#include "codec/ipvs/ipvs.h"
#include "codec/ipvs/option.h"
#include "core/handle.h"
#include "drivers/driver.h"
#include "plan/steps.h"
#include "plan/trace.h"

#include <errno.h>
#include <lvsdr/plan.h>
#include <stdlib.h>

/* Room for a thousand changes; nothing is gained by larger sends. */
enum { SEND_SIZE = 131072 };

int send_open(struct send *send)
{
	struct lvsdr *host = send->host;
	struct netlink_error kernel;
	int error;

	if (send->buffer)
		return 0;
	error = transport_open_ipvs(&host->transport, &kernel);
	if (error)
		return error_set_kernel(host, error, &kernel,
					send->undo ? OPERATION_UNDO : OPERATION_APPLY, "the plan",
					error_ipvs_hint(error));
	send->limit = host->transport.ipvs.batch_limit;
	if (send->limit > SEND_SIZE / 64)
		send->limit = SEND_SIZE / 64;
	send->size = host->transport.ipvs.send_limit < SEND_SIZE ? host->transport.ipvs.send_limit
								 : SEND_SIZE;
	if (send->size < IPVS_REQUEST_SIZE)
		send->size = IPVS_REQUEST_SIZE;
	send->buffer = malloc(send->size);
	send->steps = malloc(send->limit * sizeof(*send->steps));
	if (send->buffer && send->steps)
		return 0;
	send_clear(send);
	return error_set(host, -ENOMEM, send->undo ? OPERATION_UNDO : OPERATION_APPLY, "the plan",
			 "out of memory");
}

void send_clear(struct send *send)
{
	free(send->buffer);
	free(send->steps);
	send->buffer = NULL;
	send->steps = NULL;
}

bool send_takes(const struct step *step)
{
	return ipvs_encoding_of(step->class);
}

bool send_is_full(const struct send *send)
{
	return send->count == send->limit || send->size - send->length < IPVS_REQUEST_SIZE;
}

static const union object *from_of(const struct send *send, const struct step *step)
{
	return send->undo ? step->after : step->before;
}

static const union object *to_of(const struct send *send, const struct step *step)
{
	return send->undo ? step->before : step->after;
}

static bool by_options(const struct lvsdr *host)
{
	return host->transport.chosen == IPVS_OPTIONS;
}

void send_add(struct send *send, struct step *step)
{
	struct nlmsghdr *message;

	if (!by_options(send->host)) {
		message = ipvs_encoding_of(step->class)
				  ->encode(send->buffer + send->length, from_of(send, step),
					   to_of(send, step));
		send->length += NLMSG_ALIGN(message->nlmsg_len);
	}
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
static bool is_gone(const struct send *send, struct step *step, int result)
{
	bool removes = !to_of(send, step) || (step->quiesces && !send->undo);

	step->was_gone = removes && (result == -ESRCH || result == -ENOENT);
	return step->was_gone;
}

static enum operation operation(const struct send *send, const struct step *step)
{
	return send->undo ? OPERATION_UNDO : verb_operation(step_verb(step));
}

struct flush {
	struct send *send;
	int result;
};

static void keep_failure(struct flush *flush, struct step *step, int result)
{
	step_fail(step, flush->send->host, result);
	send_remember(flush->send, result);
	if (!flush->result)
		flush->result = result;
}

static void take_failure(unsigned int index, int result, const struct netlink_error *error,
			 void *data)
{
	struct flush *flush = data;
	struct send *send = flush->send;
	struct step *step = index < send->count ? send->steps[index] : NULL;

	if (step && !is_gone(send, step, result))
		keep_failure(flush, step,
			     driver_of(step->class)
				     ->report(send->host, result, error, operation(send, step),
					      step_object(step)));
}

/* One change by socket option: 0, or a code with its detail. */
static int set_option(struct lvsdr *host, const struct object_class *class,
		      enum operation operation, const union object *before,
		      const union object *after)
{
	const union object *object = after ? after : before;
	struct netlink_error kernel = {0};
	struct text name = {0};
	struct socket_option option;
	const char *lacking = ipvs_encoding_of(class)->to_option(&option, before, after);
	int error;

	if (lacking) {
		class->describe(object, &name);
		return error_set_lacking(host, operation, name.data, lacking);
	}
	error = transport_set_option(&host->transport, option.number, &option.service,
				     option.length);
	kernel.number = -error;
	return error ? driver_of(class)->report(host, error, &kernel, operation, object) : 0;
}

static void flush_options(struct flush *flush)
{
	struct send *send = flush->send;
	int result;

	for (unsigned int i = 0; i < send->count; i++) {
		struct step *step = send->steps[i];

		result = set_option(send->host, step->class, operation(send, step),
				    from_of(send, step), to_of(send, step));
		if (result && !is_gone(send, step, result))
			keep_failure(flush, step, result);
	}
}

/* What was not reported yet. */
static int fail_all(struct send *send, int error)
{
	error = driver_of(send->steps[0]->class)
			->report(send->host, error, NULL, operation(send, send->steps[0]),
				 step_object(send->steps[0]));
	send_remember(send, error);
	for (unsigned int i = 0; i < send->count; i++)
		if (send->steps[i]->status != LVSDR_STEP_FAILED)
			step_fail(send->steps[i], send->host, error);
	return error;
}

/* A request that was sent twice may have been refused only because it was done before. */
static void doubt_failures(struct send *send)
{
	for (unsigned int i = 0; i < send->count; i++)
		if (send->steps[i]->status == LVSDR_STEP_FAILED)
			send->steps[i]->status = LVSDR_STEP_UNKNOWN;
}

static enum outcome outcome_of(const struct step *step)
{
	if (step->status == LVSDR_STEP_UNKNOWN)
		return OUTCOME_UNKNOWN;
	return step->status == LVSDR_STEP_FAILED ? OUTCOME_FAILED : OUTCOME_DONE;
}

static void trace_sent(const struct send *send)
{
	for (unsigned int i = 0; i < send->count; i++)
		trace_step(send->host, send->steps[i], send->undo, outcome_of(send->steps[i]),
			   step_note(send->steps[i]));
}

int send_flush(struct send *send)
{
	struct flush flush = {.send = send};
	int error = 0;

	send->host->transport.in_doubt = false;
	for (unsigned int i = 0; i < send->count; i++) {
		send->steps[i]->status = send->undo ? LVSDR_STEP_UNDONE : LVSDR_STEP_DONE;
		send->steps[i]->was_gone = false;
	}
	if (by_options(send->host))
		flush_options(&flush);
	else if (send->count)
		error = transport_ipvs_batch(&send->host->transport, send->buffer, send->length,
					     take_failure, &flush);
	if (error)
		error = fail_all(send, error);
	if (send->host->transport.in_doubt)
		doubt_failures(send);
	trace_sent(send);
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

int send_one(struct lvsdr *host, const struct object_class *class, enum operation operation,
	     const union object *before, const union object *after)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct one one = {.result = 0};
	int error = transport_open_ipvs(&host->transport, &one.kernel);

	if (!error && by_options(host))
		return set_option(host, class, operation, before, after);
	if (!error)
		error = transport_ipvs_batch(
			&host->transport, buffer,
			ipvs_encoding_of(class)->encode(buffer, before, after)->nlmsg_len, take_one,
			&one);
	if (!error)
		error = one.result;
	if (!error)
		return 0;
	return driver_of(class)->report(host, error, &one.kernel, operation,
					after ? after : before);
}

static void trace_sent_command(struct lvsdr *host, uint8_t command,
			       const struct lvsdr_service *service, int result)
{
	struct text classic = {0};

	text_add(&classic, command == IPVS_CMD_FLUSH ? "ipvsadm -C" : "ipvsadm -Z");
	if (service) {
		text_add(&classic, " ");
		classic_service_identity(service, &classic);
	}
	trace_command(host, classic.data, trace_outcome(host, result), host->error.message);
}

int send_command(struct lvsdr *host, uint8_t command, const struct lvsdr_service *service,
		 enum operation operation, const char *object)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct socket_option option = {.number = command == IPVS_CMD_FLUSH ? IP_VS_SO_SET_FLUSH
									   : IP_VS_SO_SET_ZERO};
	const char *lacking = NULL;
	struct netlink_error kernel;
	int error = transport_open_ipvs(&host->transport, &kernel);

	host->transport.in_doubt = false;
	if (!error && by_options(host)) {
		lacking = service ? option_put_service(&option, service, false) : NULL;
		if (lacking)
			return error_set_lacking(host, operation, object, lacking);
		if (command == IPVS_CMD_ZERO)
			option.length = sizeof(option.service);
		error = transport_set_option(&host->transport, option.number, &option.service,
					     option.length);
		kernel.number = -error;
	} else if (!error) {
		error = transport_ipvs(
			&host->transport,
			service ? ipvs_encode_service(buffer, command, 0, service, false)
				: ipvs_encode(buffer, command, 0),
			NULL, NULL, &kernel);
	}
	if (error)
		error = error_set_kernel(host, error, &kernel, operation, object,
					 error_ipvs_hint(error));
	trace_sent_command(host, command, service, error);
	return error;
}
