// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/reply.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <string.h>

enum { MAX_ERRNO = 4095 };

/* The message at *offset, which moves on to the next; NULL at the end or where the rest is cut. */
static const struct nlmsghdr *next_message(const void *datagram, size_t size, size_t *offset)
{
	const struct nlmsghdr *message = (const void *)((const char *)datagram + *offset);
	size_t left = size - *offset;

	if (left < sizeof(*message) || message->nlmsg_len < sizeof(*message) ||
	    message->nlmsg_len > left)
		return NULL;
	/* The last one need not be padded. */
	*offset = NLMSG_ALIGN((size_t)message->nlmsg_len) < left
			  ? *offset + NLMSG_ALIGN((size_t)message->nlmsg_len)
			  : size;
	return message;
}

static int keep_text(const struct nlattr *attribute, void *data)
{
	struct netlink_error *error = data;

	if (mnl_attr_get_type(attribute) == NLMSGERR_ATTR_MSG &&
	    !mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING))
		strncpy(error->text, mnl_attr_get_str(attribute), sizeof(error->text) - 1);
	return MNL_CB_OK;
}

/* The attributes stand behind what is skipped. */
static void keep_details(const struct nlmsghdr *message, size_t skip,
			 struct netlink_error *ret_error)
{
	size_t length = mnl_nlmsg_get_payload_len(message);

	if (message->nlmsg_flags & NLM_F_ACK_TLVS && skip < length)
		mnl_attr_parse_payload(mnl_nlmsg_get_payload_offset(message, skip), length - skip,
				       keep_text, ret_error);
}

static int take_number(int number, struct netlink_error *ret_error)
{
	if (number > 0 || number < -MAX_ERRNO)
		return -EBADMSG;
	if (number)
		ret_error->number = -number;
	return number;
}

/* It repeats the request, or only its header. */
static int take_error(const struct nlmsghdr *message, struct netlink_error *ret_error)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
	size_t skip = sizeof(*error);

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*error))
		return -EBADMSG;
	if (!(message->nlmsg_flags & NLM_F_CAPPED) && error->msg.nlmsg_len > NLMSG_HDRLEN)
		skip += NLMSG_ALIGN((size_t)error->msg.nlmsg_len - NLMSG_HDRLEN);
	keep_details(message, skip, ret_error);
	return take_number(error->error, ret_error);
}

static int take_done(const struct nlmsghdr *message, struct netlink_error *ret_error)
{
	int number = 0;

	if (mnl_nlmsg_get_payload_len(message) >= sizeof(number))
		memcpy(&number, mnl_nlmsg_get_payload(message), sizeof(number));
	keep_details(message, sizeof(number), ret_error);
	return number > 0 ? 0 : take_number(number, ret_error);
}

/* What follows in the datagram, and perhaps the end of all, is lost behind a message that is cut.
 */
static int take_end_of_datagram(size_t size, size_t offset)
{
	return offset < size ? -EBADMSG : 0;
}

static bool is_end(const struct nlmsghdr *message)
{
	return message->nlmsg_type == NLMSG_ERROR || message->nlmsg_type == NLMSG_DONE;
}

static int take_end(struct reply *reply, const struct nlmsghdr *message)
{
	bool done = message->nlmsg_type == NLMSG_DONE;
	int result = done ? take_done(message, reply->error) : take_error(message, reply->error);

	if (!result && reply->dump != done)
		return -EBADMSG;
	if (!result && reply->torn)
		result = -EAGAIN;
	if (!reply->result)
		reply->result = result;
	reply->ended = true;
	return 1;
}

int reply_take(const void *datagram, size_t size, void *data)
{
	struct reply *reply = data;
	const struct nlmsghdr *message;
	size_t offset = 0;
	bool piece = false;

	while ((message = next_message(datagram, size, &offset))) {
		if (message->nlmsg_seq != reply->sequence)
			continue; /* left over from a request that timed out */
		reply->torn |= reply->dump && message->nlmsg_flags & NLM_F_DUMP_INTR;
		if (reply->ended)
			return is_end(message) ? 1 : -EBADMSG;
		if (is_end(message))
			return take_end(reply, message);
		reply->pieces += !piece;
		piece = true;
		/* After a handler's error the replies still have to be drained. */
		if (reply->handler && !reply->result)
			reply->result = reply->handler(message, reply->data);
	}
	return take_end_of_datagram(size, offset);
}

static void take_confirmation(struct reply_batch *batch, const struct nlmsghdr *message)
{
	if (message->nlmsg_seq != batch->first - 1)
		return;
	batch->answered = true;
	if (message->nlmsg_type != NLMSG_ERROR)
		batch->confirmed = !batch->confirm(message, NULL);
}

int reply_take_batch(const void *datagram, size_t size, void *data)
{
	struct reply_batch *batch = data;
	const struct nlmsghdr *message;
	struct netlink_error error;
	size_t offset = 0;
	int result;

	while ((message = next_message(datagram, size, &offset))) {
		take_confirmation(batch, message);
		if (message->nlmsg_type != NLMSG_ERROR ||
		    message->nlmsg_seq - batch->first > batch->last - batch->first)
			continue;
		error = (struct netlink_error){.number = 0};
		result = take_error(message, &error);
		if (result && batch->confirmed)
			batch->failure(message->nlmsg_seq - batch->first, result, &error,
				       batch->data);
		if (message->nlmsg_seq == batch->last)
			return 1;
	}
	return take_end_of_datagram(size, offset);
}

int reply_take_transaction(const void *datagram, size_t size, void *data)
{
	struct reply_transaction *transaction = data;
	const struct nlmsghdr *message;
	struct netlink_error error;
	size_t offset = 0;
	uint32_t place;
	int result;

	while ((message = next_message(datagram, size, &offset))) {
		place = message->nlmsg_seq - transaction->first;
		if (message->nlmsg_type != NLMSG_ERROR ||
		    place > transaction->last - transaction->first)
			continue;
		error = (struct netlink_error){.number = 0};
		result = take_error(message, &error);
		if (result && !transaction->result) {
			transaction->result = result;
			*transaction->failed = place;
			*transaction->error = error;
		}
		/* The last one is answered, unless the transaction is refused as a whole. */
		if (message->nlmsg_seq == transaction->last || (result && !place))
			return 1;
	}
	return take_end_of_datagram(size, offset);
}
