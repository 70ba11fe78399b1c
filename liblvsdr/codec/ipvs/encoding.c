// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/ipvs/encoding.h"

#include "codec/ipvs/ipvs.h"

#include <linux/ip_vs.h>

static struct nlmsghdr *encode_service(void *buffer, const union object *before,
				       const union object *after)
{
	static const uint8_t commands[VERB_COUNT] = {IPVS_CMD_NEW_SERVICE, IPVS_CMD_SET_SERVICE,
						     IPVS_CMD_DEL_SERVICE};

	return ipvs_encode_service(buffer, commands[verb_of(before, after)], 0,
				   &(after ? after : before)->service, after);
}

static const char *service_to_option(struct socket_option *option, const union object *before,
				     const union object *after)
{
	static const int numbers[VERB_COUNT] = {IP_VS_SO_SET_ADD, IP_VS_SO_SET_EDIT,
						IP_VS_SO_SET_DEL};

	option->number = numbers[verb_of(before, after)];
	return option_put_service(option, &(after ? after : before)->service, after);
}

static struct nlmsghdr *encode_dest(void *buffer, const union object *before,
				    const union object *after)
{
	static const uint8_t commands[VERB_COUNT] = {IPVS_CMD_NEW_DEST, IPVS_CMD_SET_DEST,
						     IPVS_CMD_DEL_DEST};
	const struct lvsdr_dest *dest = &(after ? after : before)->dest;

	return ipvs_encode_dest(buffer, commands[verb_of(before, after)], dest->service, dest,
				after);
}

static const char *dest_to_option(struct socket_option *option, const union object *before,
				  const union object *after)
{
	static const int numbers[VERB_COUNT] = {IP_VS_SO_SET_ADDDEST, IP_VS_SO_SET_EDITDEST,
						IP_VS_SO_SET_DELDEST};
	const struct lvsdr_dest *dest = &(after ? after : before)->dest;

	option->number = numbers[verb_of(before, after)];
	return option_put_dest(option, dest->service, dest, after);
}

static struct nlmsghdr *encode_timeouts(void *buffer, const union object *before,
					const union object *after)
{
	return ipvs_encode_timeouts(buffer, &(after ? after : before)->timeouts);
}

static const char *timeouts_to_option(struct socket_option *option, const union object *before,
				      const union object *after)
{
	option->number = IP_VS_SO_SET_TIMEOUT;
	return option_put_timeouts(option, &(after ? after : before)->timeouts);
}

static const struct ipvs_encoding encodings[KIND_COUNT] = {
	[KIND_TIMEOUTS] = {encode_timeouts, timeouts_to_option},
	[KIND_SERVICE] = {encode_service, service_to_option},
	[KIND_DEST] = {encode_dest, dest_to_option},
};

const struct ipvs_encoding *ipvs_encoding_of(const struct object_class *class)
{
	const struct ipvs_encoding *encoding = &encodings[class->kind];

	return encoding->encode ? encoding : NULL;
}
