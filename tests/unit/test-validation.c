/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One validation for setters, JSON and rules: a bad value of a field is refused by all of them with
 * the same code, field and sentence, each names the place, and nothing is made or changed.
 *
 * What cannot be compared, because only one of them can say it:
 * - What has not the form of JSON (-EBADMSG), such as 2 where true or false is expected.
 * - Names that setters have constants for, such as those of flags.
 * - -p, --set, --tun-port and --sync-maxlen of rules, which ipvsadm takes less for: docs/rules.md.
 * - A netmask of IPv4 without a dot, which -M does not take for the length of a prefix.
 */
#include "../check.h"

#include <inttypes.h>
#include <stdbool.h>

enum { SHOWN = 512 };

/* A value that no field of the kind may have, as the setter gets it. */
struct bad {
	const char *text; /* or NULL: the number */
	int64_t number;
	const char *json;    /* where JSON says it in another way */
	const char *in_rule; /* where rules do */
	bool without_rule;   /* no word of a rule */
};

/* A kind of object, and one that is good. The getters write what it has into a text. */
struct kind {
	const char *name;
	const char *before, *behind; /* of the object in the JSON of a state */
	const char *place;           /* of the object */
	void *(*make)(struct lvsdr *host);
	void (*show)(const void *object, char shown[SHOWN]);
	void (*release)(void *object);
};

/* A field, how it is set, and what it must not be. */
struct setting {
	const struct kind *kind;
	const char *member;
	int (*set)(struct lvsdr *host, void *object, const struct bad *bad);
	const char *with; /* what the JSON of the object has beside the member */
	const char *rule; /* up to the value, or NULL: there is none */
	const struct bad *bad;
	size_t count;
	uint32_t known_bits; /* instead of values: all other bits are bad, one at a time */
	uint32_t last_bit;
};

/* ---- Objects. */

#define OBJECT(kind, ...)                                                                          \
	static void *make_##kind(struct lvsdr *host)                                               \
	{                                                                                          \
		struct lvsdr_##kind *object = NULL;                                                \
                                                                                                   \
		assert_int_equal(lvsdr_##kind##_new(host, __VA_ARGS__, &object), 0);               \
		return object;                                                                     \
	}                                                                                          \
                                                                                                   \
	static void free_##kind(void *object)                                                      \
	{                                                                                          \
		lvsdr_##kind##_free(object);                                                       \
	}

OBJECT(service, "tcp", "192.168.1.41:80")
OBJECT(dest, "192.168.1.20")
OBJECT(vip, "192.168.1.41", "eth0")
OBJECT(arp_policy, "eth0")
OBJECT(mark, "tcp", "192.168.1.41:80", 8)
OBJECT(sync_daemon, "master", "eth0")
OBJECT(sysctl, "expire_nodest_conn", "1")

static void *make_service6(struct lvsdr *host)
{
	struct lvsdr_service *service = NULL;

	assert_int_equal(lvsdr_service_new(host, "tcp", "[2001:db8::41]:80", &service), 0);
	return service;
}

static void *make_vip6(struct lvsdr *host)
{
	struct lvsdr_vip *vip = NULL;

	assert_int_equal(lvsdr_vip_new(host, "2001:db8::41", "eth0", &vip), 0);
	return vip;
}

/* Whose lifetimes can be told apart. */
static void *make_mortal_vip(struct lvsdr *host)
{
	struct lvsdr_vip *vip = make_vip(host);

	assert_int_equal(lvsdr_vip_set_valid_lifetime(vip, 30), 0);
	assert_int_equal(lvsdr_vip_set_preferred_lifetime(vip, 20), 0);
	return vip;
}

static void *make_timeouts(struct lvsdr *host)
{
	struct lvsdr_timeouts *timeouts = NULL;

	assert_int_equal(lvsdr_timeouts_new(host, &timeouts), 0);
	return timeouts;
}

static void free_timeouts(void *timeouts)
{
	lvsdr_timeouts_free(timeouts);
}

static void show_service(const void *service, char shown[SHOWN])
{
	char address[46] = "", netmask[46] = "";

	lvsdr_service_get_address(service, address, sizeof(address));
	lvsdr_service_get_persistence_netmask(service, netmask, sizeof(netmask));
	snprintf(shown, SHOWN, "%s %s %d %" PRIu32 " %s %" PRIx32 " %d %" PRIu32 " %d %s %s",
		 lvsdr_service_get_protocol(service), address, lvsdr_service_get_port(service),
		 lvsdr_service_get_fwmark(service), lvsdr_service_get_scheduler(service),
		 lvsdr_service_get_scheduler_flags(service), lvsdr_service_get_one_packet(service),
		 lvsdr_service_get_persistence(service),
		 lvsdr_service_get_persistence_prefix(service), netmask,
		 lvsdr_service_get_persistence_engine(service));
}

static void show_dest(const void *dest, char shown[SHOWN])
{
	char address[46] = "";

	lvsdr_dest_get_address(dest, address, sizeof(address));
	snprintf(shown, SHOWN, "%s %d %d %d %" PRIu32 " %" PRIu32 " %d %d %" PRIx32, address,
		 lvsdr_dest_get_port(dest), lvsdr_dest_get_weight(dest),
		 lvsdr_dest_get_forwarding(dest), lvsdr_dest_get_upper_threshold(dest),
		 lvsdr_dest_get_lower_threshold(dest), lvsdr_dest_get_tunnel_type(dest),
		 lvsdr_dest_get_tunnel_port(dest), lvsdr_dest_get_tunnel_flags(dest));
}

static void show_vip(const void *vip, char shown[SHOWN])
{
	char address[46] = "", broadcast[46] = "", peer[46] = "";

	lvsdr_vip_get_address(vip, address, sizeof(address));
	lvsdr_vip_get_broadcast(vip, broadcast, sizeof(broadcast));
	lvsdr_vip_get_peer(vip, peer, sizeof(peer));
	snprintf(shown, SHOWN,
		 "%s/%d %s, %s, %s, %s, %d %" PRIu32 " %d %" PRIu32 " %" PRIu32 " %" PRIx32 " %d",
		 address, lvsdr_vip_get_prefix_length(vip), lvsdr_vip_get_device(vip),
		 lvsdr_vip_get_label(vip), broadcast, peer, lvsdr_vip_get_address_scope(vip),
		 lvsdr_vip_get_metric(vip), lvsdr_vip_get_address_protocol(vip),
		 lvsdr_vip_get_valid_lifetime(vip), lvsdr_vip_get_preferred_lifetime(vip),
		 lvsdr_vip_get_flags(vip), lvsdr_vip_get_host_route(vip));
}

static void show_arp_policy(const void *policy, char shown[SHOWN])
{
	snprintf(shown, SHOWN, "%s %d %d", lvsdr_arp_policy_get_device(policy),
		 lvsdr_arp_policy_get_arp_ignore(policy),
		 lvsdr_arp_policy_get_arp_announce(policy));
}

static void show_mark(const void *mark, char shown[SHOWN])
{
	char address[46] = "", ports[192] = "";

	lvsdr_mark_get_address(mark, address, sizeof(address));
	lvsdr_mark_get_ports(mark, ports, sizeof(ports));
	snprintf(shown, SHOWN, "%s %s %s, %s, %" PRIu32, lvsdr_mark_get_protocol(mark), address,
		 ports, lvsdr_mark_get_device(mark), lvsdr_mark_get_fwmark(mark));
}

static void show_sync_daemon(const void *daemon, char shown[SHOWN])
{
	char group[46] = "";

	lvsdr_sync_daemon_get_group(daemon, group, sizeof(group));
	snprintf(shown, SHOWN, "%s %s %d %d %s %d %d", lvsdr_sync_daemon_get_role(daemon),
		 lvsdr_sync_daemon_get_device(daemon), lvsdr_sync_daemon_get_sync_id(daemon),
		 lvsdr_sync_daemon_get_max_length(daemon), group,
		 lvsdr_sync_daemon_get_port(daemon), lvsdr_sync_daemon_get_ttl(daemon));
}

static void show_sysctl(const void *sysctl, char shown[SHOWN])
{
	snprintf(shown, SHOWN, "%s %s", lvsdr_sysctl_get_name(sysctl),
		 lvsdr_sysctl_get_value(sysctl));
}

static void show_timeouts(const void *timeouts, char shown[SHOWN])
{
	snprintf(shown, SHOWN, "%d %d %d", lvsdr_timeouts_get_tcp(timeouts),
		 lvsdr_timeouts_get_tcp_fin(timeouts), lvsdr_timeouts_get_udp(timeouts));
}

/* Each as the second of its list, behind a good one. */
#define SERVICES                                                                                   \
	"\"services\": [{\"protocol\": \"udp\", \"address\": \"192.168.1.40\", \"port\": 53"
#define SERVICE_KIND .before = SERVICES "}, ", .behind = "]", .place = "/services/1"
#define VIP_KIND                                                                                   \
	.before = "\"vips\": [{\"address\": \"192.168.1.40\", \"device\": \"lo\"}, ",              \
	.behind = "]", .place = "/vips/1"

static const struct kind service = {.name = "service",
				    SERVICE_KIND,
				    .make = make_service,
				    .show = show_service,
				    .release = free_service};
static const struct kind service6 = {.name = "IPv6 service",
				     SERVICE_KIND,
				     .make = make_service6,
				     .show = show_service,
				     .release = free_service};
static const struct kind dest = {.name = "destination",
				 .before = SERVICES
				 ", \"destinations\": [{\"address\": \"192.168.1.19\"}, ",
				 .behind = "]}]",
				 .place = "/services/0/destinations/1",
				 .make = make_dest,
				 .show = show_dest,
				 .release = free_dest};
static const struct kind vip = {
	.name = "VIP", VIP_KIND, .make = make_vip, .show = show_vip, .release = free_vip};
static const struct kind vip6 = {
	.name = "IPv6 VIP", VIP_KIND, .make = make_vip6, .show = show_vip, .release = free_vip};
static const struct kind mortal_vip = {.name = "VIP with lifetimes",
				       VIP_KIND,
				       .make = make_mortal_vip,
				       .show = show_vip,
				       .release = free_vip};
static const struct kind arp_policy = {.name = "ARP policy",
				       .before = "\"arp_policies\": [{\"device\": \"eth1\"}, ",
				       .behind = "]",
				       .place = "/arp_policies/1",
				       .make = make_arp_policy,
				       .show = show_arp_policy,
				       .release = free_arp_policy};
static const struct kind mark = {
	.name = "packet mark",
	.before = "\"marks\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.40\", "
		  "\"fwmark\": 7}, ",
	.behind = "]",
	.place = "/marks/1",
	.make = make_mark,
	.show = show_mark,
	.release = free_mark};
static const struct kind sync_daemon = {
	.name = "sync daemon",
	.before = "\"sync_daemons\": [{\"role\": \"backup\", \"device\": \"eth0\"}, ",
	.behind = "]",
	.place = "/sync_daemons/1",
	.make = make_sync_daemon,
	.show = show_sync_daemon,
	.release = free_sync_daemon};
static const struct kind sysctl = {
	.name = "sysctl",
	.before = "\"sysctls\": [{\"name\": \"conntrack\", \"value\": \"0\"}, ",
	.behind = "]",
	.place = "/sysctls/1",
	.make = make_sysctl,
	.show = show_sysctl,
	.release = free_sysctl};
static const struct kind timeouts = {.name = "timeouts",
				     .before = "\"timeouts\": ",
				     .behind = "",
				     .place = "/timeouts",
				     .make = make_timeouts,
				     .show = show_timeouts,
				     .release = free_timeouts};

/* ---- Ways to set a field. */

#define SETTER(kind, member, type, value)                                                          \
	static int kind##_##member(struct lvsdr *host, void *object, const struct bad *bad)        \
	{                                                                                          \
		(void)host;                                                                        \
		return lvsdr_##kind##_set_##member(object, (type)bad->value);                      \
	}
#define TEXT(kind, member)   SETTER(kind, member, const char *, text)
#define NUMBER(kind, member) SETTER(kind, member, int32_t, number)
#define COUNT(kind, member)  SETTER(kind, member, uint32_t, number)

TEXT(service, scheduler)
COUNT(service, scheduler_flags)
COUNT(service, persistence)
NUMBER(service, persistence_prefix)
TEXT(service, persistence_netmask)
TEXT(service, persistence_engine)
NUMBER(dest, weight)
NUMBER(dest, forwarding)
TEXT(vip, label)
NUMBER(vip, prefix_length)
TEXT(vip, peer)
TEXT(vip, broadcast)
NUMBER(vip, address_scope)
NUMBER(vip, address_protocol)
COUNT(vip, valid_lifetime)
COUNT(vip, preferred_lifetime)
COUNT(vip, flags)
NUMBER(arp_policy, arp_ignore)
NUMBER(arp_policy, arp_announce)
TEXT(mark, device)
NUMBER(sync_daemon, sync_id)
NUMBER(sync_daemon, max_length)
TEXT(sync_daemon, group)
NUMBER(sync_daemon, port)
NUMBER(sync_daemon, ttl)
TEXT(sysctl, value)
NUMBER(timeouts, tcp)
NUMBER(timeouts, tcp_fin)
NUMBER(timeouts, udp)

/* What is no setter's but the constructor's has to leave the pointer alone. */
#define NEW(name, kind, ...)                                                                       \
	static int name(struct lvsdr *host, void *object, const struct bad *bad)                   \
	{                                                                                          \
		struct lvsdr_##kind *made = NULL;                                                  \
		int error = lvsdr_##kind##_new(host, __VA_ARGS__, &made);                          \
                                                                                                   \
		(void)object;                                                                      \
		assert_null(made);                                                                 \
		return error;                                                                      \
	}

NEW(service_protocol, service, bad->text, "192.168.1.41:80")
NEW(service_address, service, "tcp", bad->text)
NEW(dest_address, dest, bad->text)
NEW(vip_address, vip, bad->text, "eth0")
NEW(vip_device, vip, "192.168.1.41", bad->text)
NEW(arp_policy_device, arp_policy, bad->text)
NEW(mark_protocol, mark, bad->text, "192.168.1.41:80", 8)
NEW(mark_address, mark, "tcp", bad->text, 8)
NEW(mark_fwmark, mark, "tcp", "192.168.1.41:80", (uint32_t)bad->number)
NEW(sync_daemon_role, sync_daemon, bad->text, "eth0")
NEW(sync_daemon_device, sync_daemon, "master", bad->text)
NEW(sysctl_name, sysctl, bad->text, "1")

static int service_family(struct lvsdr *host, void *object, const struct bad *bad)
{
	struct lvsdr_service *made = NULL;
	int error = lvsdr_service_new_fwmark(host, bad->text, 8, &made);

	(void)object;
	assert_null(made);
	return error;
}

static int service_fwmark(struct lvsdr *host, void *object, const struct bad *bad)
{
	struct lvsdr_service *made = NULL;
	int error = lvsdr_service_new_fwmark(host, "ipv4", (uint32_t)bad->number, &made);

	(void)object;
	assert_null(made);
	return error;
}

/* With a lower threshold of 20. */
static int dest_upper(struct lvsdr *host, void *object, const struct bad *bad)
{
	(void)host;
	return lvsdr_dest_set_thresholds(object, (uint32_t)bad->number, 20);
}

static int dest_tunnel_type(struct lvsdr *host, void *object, const struct bad *bad)
{
	(void)host;
	return lvsdr_dest_set_tunnel(object, (int32_t)bad->number, 0, 0);
}

static int dest_tunnel_type_with_port(struct lvsdr *host, void *object, const struct bad *bad)
{
	(void)host;
	return lvsdr_dest_set_tunnel(object, (int32_t)bad->number, 4789, 0);
}

static int dest_tunnel_port(struct lvsdr *host, void *object, const struct bad *bad)
{
	(void)host;
	return lvsdr_dest_set_tunnel(object, LVSDR_TUNNEL_GUE, (int32_t)bad->number, 0);
}

static int dest_tunnel_flags(struct lvsdr *host, void *object, const struct bad *bad)
{
	(void)host;
	return lvsdr_dest_set_tunnel(object, LVSDR_TUNNEL_GUE, 4789, (uint32_t)bad->number);
}

/* ---- The table. */

#define BAD(...)                                                                                   \
	.bad = (const struct bad[]){__VA_ARGS__},                                                  \
	.count = sizeof((const struct bad[]){__VA_ARGS__}) / sizeof(struct bad)
#define N(value)                                                                                   \
	{                                                                                          \
		.number = (value)                                                                  \
	}
#define T(value)                                                                                   \
	{                                                                                          \
		.text = (value)                                                                    \
	}
#define QUIET(value)                                                                               \
	{                                                                                          \
		.text = (value), .without_rule = true                                              \
	}
/* An address or ports, and what JSON has of that in its member. */
#define PART(value, member)                                                                        \
	{                                                                                          \
		.text = (value), .json = "\"" member "\""                                          \
	}
#define PART_QUIET(value, member)                                                                  \
	{                                                                                          \
		.text = (value), .json = "\"" member "\"", .without_rule = true                    \
	}

#define BY_PORT        "\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80"
#define BY_PORT6       "\"protocol\": \"tcp\", \"address\": \"2001:db8::41\", \"port\": 80"
#define REAL_SERVER    "\"address\": \"192.168.1.20\""
#define TUNNEL         REAL_SERVER ", \"forwarding\": \"tunnel\""
#define ON_ETH0        "\"address\": \"192.168.1.41\", \"device\": \"eth0\""
#define ON_ETH0_IPV6   "\"address\": \"2001:db8::41\", \"device\": \"eth0\""
#define MARKED         "\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"fwmark\": 8"
#define MASTER         "\"role\": \"master\", \"device\": \"eth0\""
#define RULE_SERVICE   "-A -t 192.168.1.41:80 "
#define RULE_SERVICE6  "-A -t [2001:db8::41]:80 "
#define RULE_DEST      "-a -u 192.168.1.40:53 -r "
#define RULE_DEST_WITH RULE_DEST "192.168.1.20 "
#define RULE_MASTER    "--start-daemon master "

#define EIGHT(word) word word word word word word word word
#define LONG_DEVICE EIGHT("sixteen-letters-") /* one more than a device's name can have */
#define NO_ADDRESSES                                                                               \
	T(""), T("192.168.1.4l"), T("192.168.1.256"), T("192.168.1"), T("192.168.1.041"),          \
		T("192.168.1.41/24"), T("fe80::1%eth0"), T("www.example.com"), T("2001:db8::g"),   \
		T("[2001:db8::41]")
#define BAD_DEVICES                                                                                \
	T("."), T(".."), T("lo:0"), T("eth0:1"), T("../x"), T("eth0/1"), QUIET("eth 0"),           \
		QUIET("eth0\t"),                                                                   \
		QUIET("eth\xc2\xa0"                                                                \
		      "0"),                                                                        \
		T(LONG_DEVICE)

static const struct setting settings[] = {
	/* Services. */
	{&service, "protocol", service_protocol, "\"address\": \"192.168.1.41\", \"port\": 80",
	 BAD(T(""), T("tpc"), T("icmp"), T("Tcp"))},
	{&service, "address", service_address, "\"protocol\": \"tcp\", \"port\": 80",
	 "-A --tcp-service=",
	 BAD(PART(":80", ""), PART("192.168.1.4l:80", "192.168.1.4l"),
	     PART("192.168.1.256:80", "192.168.1.256"), PART("192.168.1:80", "192.168.1"),
	     PART("192.168.1.041:80", "192.168.1.041"),
	     PART("192.168.1.41/24:80", "192.168.1.41/24"),
	     PART("www.example.com:80", "www.example.com"), PART("[2001:db8::g]:80", "2001:db8::g"),
	     PART("[fe80::1%eth0]:80", "fe80::1%eth0"))},
	{&service, "port", service_address, "\"protocol\": \"tcp\", \"address\": \"192.168.1.41\"",
	 "-A -t ",
	 BAD({.text = "192.168.1.41:65536", .json = "65536"},
	     {.text = "192.168.1.41:70000", .json = "70000"},
	     {.text = "192.168.1.41:4294967376", .json = "4294967376"})},
	{&service, "family", service_family, "\"fwmark\": 8", BAD(T(""), T("ipv5"), T("IPv4"))},
	{&service, "fwmark", service_fwmark, "\"family\": \"ipv4\"", "-A -f ", BAD(N(0))},
	{&service, "scheduler", service_scheduler, BY_PORT, RULE_SERVICE "--scheduler=",
	 BAD(T(""), T("sixteen-letters-"), T("sixteen-letters-and-more"))},
	{&service, "scheduler_flags", service_scheduler_flags, BY_PORT,
	 .known_bits = LVSDR_SCHEDULER_FLAG_1 | LVSDR_SCHEDULER_FLAG_2 | LVSDR_SCHEDULER_FLAG_3,
	 .last_bit = 31},
	{&service, "persistence", service_persistence, BY_PORT, BAD(N(4294968), N(4294967295))},
	{&service, "persistence_prefix", service_persistence_prefix, BY_PORT,
	 BAD(N(-1), N(33), N(128), N(2147483647))},
	{&service6, "persistence_prefix", service_persistence_prefix, BY_PORT6,
	 RULE_SERVICE6 "-p 300 -M ", BAD(N(-1), N(0), N(129))},
	{&service, "persistence_netmask", service_persistence_netmask, BY_PORT,
	 RULE_SERVICE "-p 300 -M ",
	 BAD(QUIET("24"), QUIET("ffffff00"), T("255.255.255"), T("255.255.255.256"),
	     T("255.255.255.0/24"))},
	{&service6, "persistence_netmask", service_persistence_netmask, BY_PORT6,
	 RULE_SERVICE6 "-p 300 -M ", BAD(T("255.255.255.0"))},
	{&service, "persistence_engine", service_persistence_engine, BY_PORT, RULE_SERVICE "--pe ",
	 BAD(T("sixteen-letters-"))},

	/* Destinations. */
	{&dest, "address", dest_address, "\"weight\": 1", RULE_DEST,
	 BAD(PART_QUIET("", ""), T("192.168.1.2o"), T("192.168.1.256"), T("192.168.1"),
	     T("192.168.1.020"), T("192.168.1.20/24"), T("fe80::1%eth0"), T("www.example.com"),
	     PART("[2001:db8::g]:80", "2001:db8::g"))},
	{&dest, "port", dest_address, REAL_SERVER, RULE_DEST,
	 BAD({.text = "192.168.1.20:65536", .json = "65536"},
	     {.text = "192.168.1.20:70000", .json = "70000"})},
	{&dest, "forwarding", dest_forwarding, REAL_SERVER,
	 BAD(N(-2147483648), N(-1), N(5), N(6), N(7), N(8), N(256), N(259))},
	{&dest, "weight", dest_weight, REAL_SERVER, RULE_DEST_WITH "-w ",
	 BAD(N(-1), N(-100), N(-2147483648))},
	{&dest, "upper_threshold", dest_upper, REAL_SERVER ", \"lower_threshold\": 20",
	 RULE_DEST_WITH "-y 20 -x ", BAD(N(0), N(1), N(10), N(19))},
	{&dest, "tunnel_type", dest_tunnel_type, TUNNEL, BAD(N(-1), N(3), N(4), N(255), N(256))},
	{&dest, "tunnel_type", dest_tunnel_type, TUNNEL, RULE_DEST_WITH "-i --tun-type ",
	 BAD({.number = LVSDR_TUNNEL_GUE, .json = "\"gue\"", .in_rule = "gue"})},
	{&dest, "tunnel_type", dest_tunnel_type_with_port, TUNNEL ", \"tunnel_port\": 4789",
	 RULE_DEST_WITH "-i --tun-port 4789 --tun-type ",
	 BAD({.number = LVSDR_TUNNEL_IPIP, .json = "\"ipip\"", .in_rule = "ipip"},
	     {.number = LVSDR_TUNNEL_GRE, .json = "\"gre\"", .in_rule = "gre"})},
	{&dest, "tunnel_port", dest_tunnel_port, TUNNEL ", \"tunnel_type\": \"gue\"",
	 BAD(N(-1), N(65536), N(70000))},
	{&dest, "tunnel_flags", dest_tunnel_flags,
	 TUNNEL ", \"tunnel_type\": \"gue\", \"tunnel_port\": 4789",
	 .known_bits = LVSDR_TUNNEL_CHECKSUM | LVSDR_TUNNEL_REMOTE_CHECKSUM, .last_bit = 31},

	/* VIPs. */
	{&vip, "address", vip_address, "\"device\": \"eth0\"",
	 BAD(NO_ADDRESSES, T("0.0.0.0"), T("0.1.2.3"), T("127.0.0.1"), T("224.0.0.81"),
	     T("240.0.0.1"), T("255.255.255.255"), T("::"), T("::1"), T("ff02::81"),
	     T("::ffff:10.9.9.1"))},
	{&vip, "device", vip_device, "\"address\": \"192.168.1.41\"", BAD(T(""), BAD_DEVICES)},
	{&vip, "prefix_length", vip_prefix_length, ON_ETH0,
	 BAD(N(-1), N(0), N(33), N(128), N(129), N(256))},
	{&vip6, "prefix_length", vip_prefix_length, ON_ETH0_IPV6, BAD(N(-1), N(0), N(129), N(256))},
	{&vip, "label", vip_label, ON_ETH0,
	 BAD(T("eth1:0"), T("eth00"), T("eth"), T(":0"), T("eth0:67890123456"))},
	{&vip6, "label", vip_label, ON_ETH0_IPV6, BAD(T("eth0"), T("eth0:0"))},
	{&vip, "peer", vip_peer, ON_ETH0, BAD(T("192.168.1.4l"), T("192.168.1.1/24"), T("::1"))},
	{&vip6, "peer", vip_peer, ON_ETH0_IPV6, BAD(T("2001:db8::g"), T("192.168.1.1"))},
	{&vip, "broadcast", vip_broadcast, ON_ETH0,
	 BAD(T("192.168.1.256"), T("+"), T("2001:db8::1"))},
	{&vip6, "broadcast", vip_broadcast, ON_ETH0_IPV6, BAD(T("192.168.1.255"), T("ff02::1"))},
	{&vip, "address_scope", vip_address_scope, ON_ETH0, BAD(N(-1), N(256))},
	{&vip6, "address_scope", vip_address_scope, ON_ETH0_IPV6,
	 BAD(N(-1), N(1), N(LVSDR_ADDRESS_SCOPE_SITE), N(LVSDR_ADDRESS_SCOPE_LINK),
	     N(LVSDR_ADDRESS_SCOPE_HOST), N(256))},
	{&vip, "address_protocol", vip_address_protocol, ON_ETH0, BAD(N(-1), N(256))},
	{&vip, "valid_lifetime", vip_valid_lifetime, ON_ETH0, BAD(N(0))},
	{&mortal_vip, "valid_lifetime", vip_valid_lifetime, ON_ETH0 ", \"preferred_lifetime\": 20",
	 BAD(N(1), N(19), {.number = LVSDR_FOREVER, .json = "\"forever\""})},
	{&vip, "preferred_lifetime", vip_preferred_lifetime, ON_ETH0, BAD(N(1), N(3600))},
	{&vip, "flags", vip_flags, ON_ETH0,
	 .known_bits = LVSDR_VIP_NOPREFIXROUTE | LVSDR_VIP_AUTOJOIN, .last_bit = 31},
	{&vip6, "flags", vip_flags, ON_ETH0_IPV6,
	 .known_bits = LVSDR_VIP_NODAD | LVSDR_VIP_OPTIMISTIC | LVSDR_VIP_HOME |
		       LVSDR_VIP_MNGTMPADDR | LVSDR_VIP_NOPREFIXROUTE | LVSDR_VIP_AUTOJOIN,
	 .last_bit = 31},

	/* ARP policies. */
	{&arp_policy, "device", arp_policy_device, "\"arp_ignore\": 1",
	 BAD(T(""), T("lo"), T("default"), BAD_DEVICES)},
	{&arp_policy, "arp_ignore", arp_policy_arp_ignore, "\"device\": \"eth0\"",
	 BAD(N(-2147483648), N(-1), N(3), N(4), N(5), N(6), N(7), N(9), N(32), N(256))},
	{&arp_policy, "arp_announce", arp_policy_arp_announce, "\"device\": \"eth0\"",
	 BAD(N(-1), N(3), N(4), N(8), N(32))},

	/* Packet marks. */
	{&mark, "protocol", mark_protocol, "\"address\": \"192.168.1.41\", \"fwmark\": 8",
	 BAD(T(""), T("icmp"), T("Udp"))},
	{&mark, "address", mark_address, "\"protocol\": \"tcp\", \"fwmark\": 8",
	 BAD(T(""), T("192.168.1.4l"), T("192.168.1.256"), T("192.168.1.41/24"),
	     T("www.example.com"), T("2001:db8::g"))},
	{&mark, "ports", mark_address, MARKED,
	 BAD(PART("192.168.1.41:0", "0"), PART("192.168.1.41:90-80", "90-80"),
	     PART("192.168.1.41:70000", "70000"), PART("192.168.1.41:80,", "80,"),
	     PART("192.168.1.41:80-", "80-"), PART("192.168.1.41:-80", "-80"),
	     PART("192.168.1.41:no-such-port", "no-such-port"),
	     PART("192.168.1.41:a-name-of-a-port-that-is-longer-than-sixty-three-characters-are",
		  "a-name-of-a-port-that-is-longer-than-sixty-three-characters-are"),
	     PART("192.168.1.41:1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31",
		  "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31"))},
	{&mark, "device", mark_device, MARKED,
	 BAD(T("eth*"), T("eth\""), T("eth'"), T("eth\\"), BAD_DEVICES)},
	{&mark, "fwmark", mark_fwmark, "\"protocol\": \"tcp\", \"address\": \"192.168.1.41\"",
	 BAD(N(0))},

	/* Sync daemons. */
	{&sync_daemon, "role", sync_daemon_role, "\"device\": \"eth0\"",
	 "--start-daemon=", BAD(T(""), T("slave"), T("Master"))},
	{&sync_daemon, "device", sync_daemon_device, "\"role\": \"master\"",
	 RULE_MASTER "--mcast-interface=", BAD(T(""), BAD_DEVICES)},
	{&sync_daemon, "sync_id", sync_daemon_sync_id, MASTER, RULE_MASTER "--syncid ",
	 BAD(N(-1), N(256), N(65536))},
	{&sync_daemon, "max_length", sync_daemon_max_length, MASTER, BAD(N(-1), N(65536))},
	{&sync_daemon, "group", sync_daemon_group, MASTER, RULE_MASTER "--mcast-group=",
	 BAD(NO_ADDRESSES, T("192.168.1.81"), T("223.255.255.255"), T("240.0.0.1"),
	     T("2001:db8::81"))},
	{&sync_daemon, "port", sync_daemon_port, MASTER, RULE_MASTER "--mcast-port ",
	 BAD(N(-1), N(0), N(65536))},
	{&sync_daemon, "ttl", sync_daemon_ttl, MASTER, RULE_MASTER "--mcast-ttl ",
	 BAD(N(-1), N(0), N(256))},

	/* Sysctls. */
	{&sysctl, "name", sysctl_name, "\"value\": \"1\"",
	 BAD(T(""), T("net.ipv4.vs.conn_reuse_mode"), T("../ip_forward"), T("Conntrack"),
	     T("conn track"), T("thirty-two"), T("sync_threshold_with_many_letters"))},
	{&sysctl, "value", sysctl_value, "\"name\": \"expire_nodest_conn\"",
	 BAD(T(""), T(" "), T("\t\n"), T("1\a"), T("\xc3\xa4"), T(EIGHT("12345678901234567890")))},

	/* Timeouts. */
	{&timeouts, "tcp", timeouts_tcp, "\"udp\": 1",
	 BAD(N(-2147483648), N(-1), N(0), N(21474837), N(2147483647))},
	{&timeouts, "tcp_fin", timeouts_tcp_fin, "\"udp\": 1", BAD(N(-1), N(0), N(21474837))},
	{&timeouts, "udp", timeouts_udp, "\"tcp\": 1", BAD(N(-1), N(0), N(21474837))},
};

static unsigned int values, by_setter, by_json, by_rules, wrong;

/* ---- Each of the ways. */

/* Why and where something is refused, taken apart. */
struct refusal {
	int code;
	char place[96]; /* of JSON and rules, or what the setter set */
	char field[64];
	char reason[512]; /* without the value that it may begin with: the ways quote their own */
};

__attribute__((format(printf, 3, 4))) static void
complain(const struct setting *setting, const char *value, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	print_error("%s, %s, %s: %s\n", setting->kind->name, setting->member, value, text);
	wrong++;
}

static void take_reason(const char *sentence, const char *given, struct refusal *refusal)
{
	size_t length = strlen(given);

	if (*sentence == '"' && !strncmp(sentence + 1, given, length) &&
	    !strncmp(sentence + 1 + length, "\": ", 3))
		sentence += 1 + length + 3;
	snprintf(refusal->reason, sizeof(refusal->reason), "%s", sentence);
}

static void take_field(struct lvsdr *host, struct refusal *refusal)
{
	snprintf(refusal->field, sizeof(refusal->field), "%s", lvsdr_error_field(host));
}

/* Behind "cannot read the state: ". */
static const char *find_sentence(struct lvsdr *host)
{
	const char *message = lvsdr_error_message(host);
	size_t head = strlen("cannot ") + strlen(lvsdr_error_operation(host)) + strlen(" ") +
		      strlen(lvsdr_error_object(host)) + strlen(": ");

	assert_true(strlen(message) > head);
	return message + head;
}

/* `given` is what stands for the value there. */
static void take_read(struct lvsdr *host, int result, const char *given, struct refusal *refusal)
{
	const char *sentence = find_sentence(host), *colon = strstr(sentence, ": ");

	assert_int_equal(lvsdr_error_code(host), result);
	refusal->code = result;
	if (!colon)
		colon = sentence;
	snprintf(refusal->place, sizeof(refusal->place), "%.*s", (int)(colon - sentence), sentence);
	take_field(host, refusal);
	take_reason(colon + strlen(": "), given, refusal);
}

static void try_setter(struct lvsdr *host, const struct setting *setting, const struct bad *bad,
		       const char *value, struct refusal *refusal)
{
	char before[SHOWN], after[SHOWN], place[96];
	void *object = setting->kind->make(host);
	bool named;

	setting->kind->show(object, before);
	refusal->code = setting->set(host, object, bad);
	setting->kind->show(object, after);
	setting->kind->release(object);
	by_setter++;
	if (!refusal->code) {
		complain(setting, value, "the setter takes it");
		return;
	}
	assert_int_equal(lvsdr_error_code(host), refusal->code);
	take_field(host, refusal);
	take_reason(find_sentence(host), bad->text ? bad->text : "", refusal);
	if (strcmp(before, after))
		complain(setting, value, "the refused object was %s and is %s", before, after);
	snprintf(place, sizeof(place), "%s of ", setting->member);
	named = !strcmp(lvsdr_error_operation(host), "set")
			? !strncmp(lvsdr_error_object(host), place, strlen(place))
			: !strcmp(lvsdr_error_operation(host), "describe");
	if (!named)
		complain(setting, value, "the setter says \"%s\"", lvsdr_error_message(host));
}

static void write_json_text(const char *text, char *json, size_t size)
{
	size_t length = (size_t)snprintf(json, size, "\"");

	for (; *text; text++) {
		bool plain = (unsigned char)*text >= ' ' && *text != '"' && *text != '\\';

		length += (size_t)snprintf(json + length, size - length, plain ? "%c" : "\\u%04x",
					   plain ? *text : (unsigned char)*text);
		assert_true(length < size);
	}
	snprintf(json + length, size - length, "\"");
}

static void write_json_value(const struct setting *setting, const struct bad *bad, char *json,
			     size_t size)
{
	if (bad->json)
		snprintf(json, size, "%s", bad->json);
	else if (bad->text)
		write_json_text(bad->text, json, size);
	else
		snprintf(json, size, setting->last_bit ? "[%" PRId64 "]" : "%" PRId64, bad->number);
}

/* What JSON quotes in its reason: a text's own, without quotes. */
static void write_json_given(const struct bad *bad, char *given, size_t size)
{
	if (bad->json && *bad->json == '"')
		snprintf(given, size, "%.*s", (int)strlen(bad->json) - 2, bad->json + 1);
	else
		snprintf(given, size, "%s", bad->text ? bad->text : "");
}

static void try_json(struct lvsdr *host, const struct setting *setting, const struct bad *bad,
		     const char *value, struct refusal *refusal)
{
	char json[2048], written[1024], given[512], place[96];
	struct lvsdr_state *state = NULL;
	int result;

	write_json_value(setting, bad, written, sizeof(written));
	write_json_given(bad, given, sizeof(given));
	snprintf(json, sizeof(json), "{\"lvsdr_state\": 1, %s{%s, \"%s\": %s}%s}",
		 setting->kind->before, setting->with, setting->member, written,
		 setting->kind->behind);
	result = lvsdr_state_from_text(host, "json", json, strlen(json), &state);
	by_json++;
	if (!result || state) {
		complain(setting, value, "taken: %s", json);
		lvsdr_state_free(state);
		return;
	}
	take_read(host, result, given, refusal);
	snprintf(place, sizeof(place), "%s/%s", setting->kind->place, setting->member);
	if (strcmp(refusal->place, place))
		complain(setting, value, "JSON names the place %s", refusal->place);
}

static void try_rule(struct lvsdr *host, const struct setting *setting, const struct bad *bad,
		     const char *value, struct refusal *refusal)
{
	const char *given = bad->in_rule ? bad->in_rule : value;
	struct lvsdr_state *state = NULL;
	char rules[1024];
	int result;

	snprintf(rules, sizeof(rules), "-A -u 192.168.1.40:53\n%s%s\n", setting->rule, given);
	result = lvsdr_state_from_text(host, "rules", rules, strlen(rules), &state);
	by_rules++;
	if (!result || state) {
		complain(setting, value, "taken: %s", rules);
		lvsdr_state_free(state);
		return;
	}
	take_read(host, result, given, refusal);
	if (strcmp(refusal->place, "line 2"))
		complain(setting, value, "rules name the place %s", refusal->place);
}

static void check_field(const struct setting *setting, const char *value, const char *way,
			const struct refusal *refusal)
{
	if (strcmp(refusal->field, setting->member))
		complain(setting, value, "%s names the field \"%s\"", way, refusal->field);
}

static void compare(const struct setting *setting, const char *value, const char *way,
		    const struct refusal *first, const struct refusal *other)
{
	if (first->code != -EINVAL || other->code != first->code)
		complain(setting, value, "the setter has the code %d, %s %d", first->code, way,
			 other->code);
	if (!*first->reason || strcmp(first->reason, other->reason))
		complain(setting, value, "the setter says \"%s\", %s \"%s\"", first->reason, way,
			 other->reason);
}

static void check_value(struct lvsdr *host, const struct setting *setting, const struct bad *bad)
{
	struct refusal setter = {.code = 0}, json = {.code = 0}, rule = {.code = 0};
	char value[256];

	if (bad->text)
		snprintf(value, sizeof(value), "%s", bad->text);
	else
		snprintf(value, sizeof(value), "%" PRId64, bad->number);
	values++;
	try_setter(host, setting, bad, value, &setter);
	check_field(setting, value, "the setter", &setter);
	try_json(host, setting, bad, value, &json);
	compare(setting, value, "JSON", &setter, &json);
	check_field(setting, value, "JSON", &json);
	if (!setting->rule || bad->without_rule)
		return;
	try_rule(host, setting, bad, value, &rule);
	compare(setting, value, "the rule", &setter, &rule);
	check_field(setting, value, "the rule", &rule);
}

static void check_bits(struct lvsdr *host, const struct setting *setting)
{
	for (uint32_t bit = 0; bit <= setting->last_bit; bit++)
		if (!(setting->known_bits & 1u << bit))
			check_value(host, setting,
				    &(struct bad){.number = (int64_t)(UINT64_C(1) << bit)});
}

static void test_bad_values(void **host)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		for (size_t j = 0; j < settings[i].count; j++)
			check_value(*host, &settings[i], &settings[i].bad[j]);
		if (settings[i].last_bit)
			check_bits(*host, &settings[i]);
	}
	assert_int_equal(wrong, 0);
}

/* Members that setters never had a name for: a flag has no member that needs another one. */
static void test_unknown_members(void **host)
{
	static const struct {
		const char *member, *place;
	} bad[] = {
		{"\"timeout\": 300", "/services/0/timeout"},
		{"\"flags\": [\"persistent\"]", "/services/0/flags"},
		{"\"netmask\": 24", "/services/0/netmask"},
	};
	struct lvsdr_state *state = NULL;
	char json[256];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(json, sizeof(json),
			 "{\"lvsdr_state\": 1, \"services\": [{" BY_PORT ", %s}]}", bad[i].member);
		check_refused(*host,
			      lvsdr_state_from_text(*host, "json", json, strlen(json), &state),
			      -EBADMSG, bad[i].place);
		assert_non_null(strstr(lvsdr_error_message(*host), "there is no such member"));
		assert_string_equal(lvsdr_error_field(*host), strrchr(bad[i].place, '/') + 1);
		assert_null(state);
	}
}

/* The weight of a real server in all services is that of its destinations. */
static void test_weight_of_a_real_server(void **host)
{
	struct refusal one = {.code = 0}, all = {.code = 0};
	struct lvsdr_plan *plan;
	struct lvsdr_scope *scope;
	struct lvsdr_dest *any = make_dest(*host);

	assert_int_equal(lvsdr_plan_new(*host, &plan), 0);
	assert_int_equal(lvsdr_scope_new(*host, "everything", &scope), 0);
	take_read(*host, lvsdr_dest_set_weight(any, -1), "-1", &one);
	take_read(*host, lvsdr_plan_update_real_server(plan, scope, "192.168.1.20", -1), "-1",
		  &all);
	assert_int_equal(all.code, -EINVAL);
	assert_int_equal(one.code, all.code);
	assert_string_equal(all.field, "weight");
	assert_string_equal(one.reason, all.reason);
	lvsdr_dest_free(any);
	lvsdr_scope_free(scope);
	lvsdr_plan_free(plan);
}

static int make_host(void **state)
{
	return lvsdr_new((struct lvsdr **)state);
}

static int free_host(void **state)
{
	lvsdr_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_values),
		cmocka_unit_test(test_unknown_members),
		cmocka_unit_test(test_weight_of_a_real_server),
	};
	int failed = cmocka_run_group_tests_name("validation", tests, make_host, free_host);

	printf("%u bad values: setters %u, JSON %u, rules %u\n", values, by_setter, by_json,
	       by_rules);
	return failed;
}
