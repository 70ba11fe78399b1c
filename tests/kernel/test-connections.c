// SPDX-License-Identifier: LGPL-2.1-or-later
/* The connection table, with ipvsadm and the kernel's own text as witnesses. */
#include "witness.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define VIP  "192.168.1.41"
#define VIP6 "2001:db8:1::41"

/* A child in the namespace; `go` ends it with its status. */
static void in_namespace(int (*go)(const void *), const void *data)
{
	pid_t child = fork();
	int fd, status;

	assert_true(child >= 0);
	if (!child) {
		fd = open("/run/netns/t", O_RDONLY | O_CLOEXEC);
		_exit(fd < 0 || setns(fd, CLONE_NEWNET) ? 99 : go(data));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

struct packet {
	const char *address; /* where to */
	uint16_t port;
	int type;
	int mark;
	const char *text;
};

/* A datagram, or the beginning of a TCP connection that nobody answers. */
static int send_packet(const void *data)
{
	const struct packet *packet = data;
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(packet->port)};
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(packet->port)};
	int family = strchr(packet->address, ':') ? AF_INET6 : AF_INET;
	int fd = socket(family, packet->type | SOCK_NONBLOCK, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_MARK, &packet->mark, sizeof(packet->mark)))
		return 1;
	inet_pton(AF_INET, packet->address, &v4.sin_addr);
	inet_pton(AF_INET6, packet->address, &v6.sin6_addr);
	if (connect(fd, family == AF_INET ? (void *)&v4 : (void *)&v6,
		    family == AF_INET ? sizeof(v4) : sizeof(v6)) &&
	    errno != EINPROGRESS)
		return 2;
	if (packet->type == SOCK_DGRAM && send(fd, packet->text, strlen(packet->text), 0) < 0)
		return 3;
	usleep(200000); /* closing takes the connection's packet back from a queue */
	return 0;
}

/* From so many different clients one datagram each. */
static int send_flood(const void *data)
{
	struct {
		struct iphdr ip;
		struct udphdr udp;
		char text[2];
	} datagram = {.ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP},
		      .udp = {.dest = htons(53), .len = htons(10)}};
	struct sockaddr_in to = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	inet_pton(AF_INET, VIP, &to.sin_addr);
	datagram.ip.daddr = to.sin_addr.s_addr;
	for (uint32_t i = 0; i < *(const uint32_t *)data; i++) {
		datagram.ip.saddr = htonl(0x0a000000u + i / 60000);
		datagram.udp.source = htons((uint16_t)(1024 + i % 60000));
		if (sendto(fd, &datagram, sizeof(datagram), 0, (void *)&to, sizeof(to)) < 0)
			return 1;
	}
	return 0;
}

static void set_up_network(void)
{
	run("ip addr add " VIP "/32 dev lo; ip addr add " VIP6 "/128 dev lo nodad;"
	    "ip addr add 2001:db8:1::40/64 dev eth0 nodad;"
	    "for i in 20 21; do ip neigh add 192.168.1.$i dev eth0 lladdr 02:00:00:00:00:$i;"
	    "ip neigh add 2001:db8:1::$i dev eth0 lladdr 02:00:00:00:00:$i; done");
}

static void join_address(char *text, size_t size, const char *address, int32_t port)
{
	snprintf(text, size, strchr(address, ':') ? " [%s]:%d" : " %s:%d", address, port);
}

/* The connection as ipvsadm shows it, but for the time. */
static void describe(const struct lvsdr_connections *connections, char *line, size_t size)
{
	char address[46], virtual[46], places[3][64], protocol[8];
	uint32_t mark[4] = {htonl(lvsdr_connections_get_fwmark(connections))};
	size_t i;

	assert_true(lvsdr_connections_get_client_address(connections, address, sizeof(address)) >
		    0);
	join_address(places[0], sizeof(places[0]), address,
		     lvsdr_connections_get_client_port(connections));
	if (lvsdr_connections_get_virtual_address(connections, virtual, sizeof(virtual)))
		memcpy(address, virtual, sizeof(address));
	else
		inet_ntop(strchr(address, ':') ? AF_INET6 : AF_INET, mark, address,
			  sizeof(address)); /* as an address of the client's family */
	join_address(places[1], sizeof(places[1]), address,
		     lvsdr_connections_get_virtual_port(connections));
	assert_true(lvsdr_connections_get_dest_address(connections, address, sizeof(address)) > 0);
	join_address(places[2], sizeof(places[2]), address,
		     lvsdr_connections_get_dest_port(connections));
	snprintf(protocol, sizeof(protocol), "%s", lvsdr_connections_get_protocol(connections));
	for (i = 0; protocol[i]; i++)
		protocol[i] -= protocol[i] >= 'a' && protocol[i] <= 'z' ? 'a' - 'A' : 0;
	snprintf(line, size, "%s %s%s%s%s%s%s%s%s", protocol,
		 lvsdr_connections_get_state(connections), places[0], places[1], places[2],
		 *lvsdr_connections_get_persistence_engine(connections) ? " " : "",
		 lvsdr_connections_get_persistence_engine(connections),
		 *lvsdr_connections_get_persistence_data(connections) ? " " : "",
		 lvsdr_connections_get_persistence_data(connections));
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(a, b);
}

enum { LINES = 64, LINE = 256 };

/* What the filters let through, sorted. */
static size_t read_lines(struct lvsdr *host, const struct lvsdr_service *service,
			 const struct lvsdr_dest *dest, char lines[LINES][LINE])
{
	struct lvsdr_connections *connections;
	size_t count = 0;
	int result;

	assert_int_equal(lvsdr_connections_open(host, service, dest, &connections), 0);
	while ((result = lvsdr_connections_next(connections)) == 1 && count < LINES)
		describe(connections, lines[count++], LINE);
	assert_int_equal(result, 0);
	assert_int_equal(lvsdr_connections_next(connections), 0);
	assert_string_equal(lvsdr_connections_get_protocol(connections), "");
	lvsdr_connections_free(connections);
	qsort(lines, count, LINE, compare_lines);
	return count;
}

/* The whole table is what ipvsadm shows. */
static void check_table(struct test *test, size_t expected)
{
	char lines[LINES][LINE], all[LINES * LINE] = "", *told;
	size_t count = read_lines(test->host, NULL, NULL, lines);

	for (size_t i = 0; i < count; i++)
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i ? "\n" : "",
			 lines[i]);
	told = ask("ipvsadm -Lcn --persistent-conn | tail -n +3 | "
		   "sed -E \"s/ [0-9]+:[0-9]+ / /; s/ +/ /g; s/ $//\" | LC_ALL=C sort");
	assert_string_equal(all, told);
	assert_int_equal(count, expected);
	free(told);
}

static uint64_t count(struct test *test, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest, int state)
{
	uint64_t counts[LVSDR_CONNECTIONS_COUNT + 1] = {0};

	assert_int_equal(lvsdr_connections_count(test->host, service, dest, counts,
						 LVSDR_CONNECTIONS_COUNT + 1),
			 LVSDR_CONNECTIONS_COUNT);
	return counts[state];
}

static void test_lines(void **state)
{
	const struct packet packets[] = {
		{VIP, 80, SOCK_STREAM, 0, NULL}, {VIP, 8080, SOCK_STREAM, 0, NULL},
		{VIP, 53, SOCK_DGRAM, 0, "x"},   {VIP6, 80, SOCK_STREAM, 0, NULL},
		{VIP, 81, SOCK_STREAM, 7, NULL}, {VIP6, 81, SOCK_STREAM, 9, NULL},
	};
	struct test *test = *state;

	set_up_network();
	run("ipvsadm -R <<END\n"
	    "-A -t " VIP ":80 -s rr\n-a -t " VIP ":80 -r 192.168.1.20 -g\n"
	    "-A -t " VIP ":0 -s rr -p 300\n-a -t " VIP ":0 -r 192.168.1.20 -g\n"
	    "-A -u " VIP ":53 -s rr -p 300 -M 255.255.255.0\n-a -u " VIP ":53 -r 192.168.1.21 -g\n"
	    "-A -t [" VIP6 "]:80 -s rr -p 300\n-a -t [" VIP6 "]:80 -r [2001:db8:1::20]:80 -g\n"
	    "-A -f 7 -s rr -p 300\n-a -f 7 -r 192.168.1.21 -g\n"
	    "-A -f 9 -6 -s rr -p 300\n-a -f 9 -6 -r [2001:db8:1::21]:0 -g\nEND");
	check_table(test, 0);
	for (size_t i = 0; i < sizeof(packets) / sizeof(*packets); i++)
		in_namespace(send_packet, &packets[i]);
	check_table(test, 11); /* all but the first with a template */
	assert_int_equal(count(test, NULL, NULL, LVSDR_CONNECTIONS_SYN_RECV), 5);
	assert_int_equal(count(test, NULL, NULL, LVSDR_CONNECTIONS_UDP), 1);
	assert_int_equal(count(test, NULL, NULL, LVSDR_CONNECTIONS_TEMPLATES), 5);
}

static void check_filter(struct test *test, struct lvsdr_service *service, const char *rip,
			 uint64_t connections, uint64_t templates)
{
	struct lvsdr_dest *dest = rip ? new_dest(test, rip) : NULL;
	uint64_t counts[LVSDR_CONNECTIONS_COUNT], sum = 0;
	char lines[LINES][LINE];

	assert_int_equal(
		lvsdr_connections_count(test->host, service, dest, counts, LVSDR_CONNECTIONS_COUNT),
		LVSDR_CONNECTIONS_COUNT);
	for (size_t i = 0; i < LVSDR_CONNECTIONS_TEMPLATES; i++)
		sum += counts[i];
	assert_int_equal(sum, connections);
	assert_int_equal(counts[LVSDR_CONNECTIONS_TEMPLATES], templates);
	assert_int_equal(read_lines(test->host, service, dest, lines), connections + templates);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static struct lvsdr_service *new_mark(struct test *test, const char *family, uint32_t mark)
{
	struct lvsdr_service *service;

	assert_int_equal(lvsdr_service_new_fwmark(test->host, family, mark, &service), 0);
	return service;
}

static void test_filters(void **state)
{
	const struct packet packets[] = {
		{VIP, 80, SOCK_STREAM, 0, NULL}, {VIP, 80, SOCK_STREAM, 0, NULL},
		{VIP, 81, SOCK_STREAM, 0, NULL}, {VIP, 81, SOCK_STREAM, 7, NULL},
		{VIP, 81, SOCK_STREAM, 8, NULL}, {VIP6, 80, SOCK_STREAM, 0, NULL},
	};
	struct test *test = *state;
	struct lvsdr_service *service;

	set_up_network();
	run("ipvsadm -R <<END\n"
	    "-A -t " VIP ":80 -s rr\n-a -t " VIP ":80 -r 192.168.1.20 -g\n"
	    "-a -t " VIP ":80 -r 192.168.1.21 -g\n"
	    "-A -t " VIP ":0 -s rr -p 300\n-a -t " VIP ":0 -r 192.168.1.20 -g\n"
	    "-A -t [" VIP6 "]:80 -s rr\n-a -t [" VIP6 "]:80 -r [2001:db8:1::20]:80 -g\n"
	    "-A -f 7 -s rr -p 300\n-a -f 7 -r 192.168.1.21 -g\n"
	    "-A -f 8 -s rr -p 300\n-a -f 8 -r 192.168.1.20 -g\nEND");
	for (size_t i = 0; i < sizeof(packets) / sizeof(*packets); i++)
		in_namespace(send_packet, &packets[i]);
	check_filter(test, NULL, NULL, 6, 3);
	check_filter(test, NULL, "192.168.1.20", 3, 2);
	check_filter(test, NULL, "192.168.1.20:80", 1, 2); /* templates of all its ports */
	check_filter(test, NULL, "192.168.1.22", 0, 0);
	check_filter(test, NULL, "2001:db8:1::20", 1, 0);
	check_filter(test, new_service(test, VIP ":80"), NULL, 2, 0);
	check_filter(test, new_service(test, VIP ":80"), "192.168.1.21", 1, 0);
	check_filter(test, new_service(test, VIP ":0"), NULL, 5, 1);
	check_filter(test, new_service(test, VIP ":82"), NULL, 0, 0);
	check_filter(test, new_service(test, "192.168.1.42:80"), NULL, 0, 0);
	check_filter(test, new_service(test, "[" VIP6 "]:80"), NULL, 1, 0);
	assert_int_equal(lvsdr_service_new(test->host, "udp", VIP ":80", &service), 0);
	check_filter(test, service, NULL, 0, 0);
	/* Connections do not show the mark, templates do. */
	check_filter(test, new_mark(test, "ipv4", 7), NULL, 5, 2);
	check_filter(test, new_mark(test, "ipv4", 7), "192.168.1.21", 2, 1);
	check_filter(test, new_mark(test, "ipv6", 7), NULL, 1, 0);
}

static void test_persistence_engine(void **state)
{
	const struct packet packet = {VIP, 5060, SOCK_DGRAM, 0,
				      "OPTIONS sip:a@b SIP/2.0\r\n"
				      "Call-ID: abc-12~3@host\r\nContent-Length: 0\r\n\r\n"};
	struct test *test = *state;
	struct lvsdr_connections *connections;
	int found = 0;

	set_up_network();
	run("ipvsadm -A -u " VIP ":5060 -s rr -p 300 --pe sip;"
	    "ipvsadm -a -u " VIP ":5060 -r 192.168.1.20 -g");
	in_namespace(send_packet, &packet);
	assert_int_equal(lvsdr_connections_open(test->host, NULL, NULL, &connections), 0);
	while (lvsdr_connections_next(connections) == 1) {
		if (!lvsdr_connections_get_template(connections))
			continue;
		found++;
		assert_string_equal(lvsdr_connections_get_persistence_engine(connections), "sip");
		assert_string_equal(lvsdr_connections_get_persistence_data(connections),
				    "abc-12~3@host");
	}
	lvsdr_connections_free(connections);
	assert_int_equal(found, 1);
	check_table(test, 2);
}

/* With weight 0 and expire_quiescent_template=1 the next connection puts a template out of use. */
static void test_template_out_of_use(void **state)
{
	const struct packet packet = {VIP, 80, SOCK_STREAM, 0, NULL};
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, VIP ":80");

	set_up_network();
	run("ipvsadm -A -t " VIP ":80 -s rr -p 300; ipvsadm -a -t " VIP ":80 -r 192.168.1.20 -g;"
	    "ipvsadm -a -t " VIP ":80 -r 192.168.1.21 -g -w 0;"
	    "sysctl -qw net.ipv4.vs.expire_quiescent_template=1");
	in_namespace(send_packet, &packet);
	assert_int_equal(count(test, service, NULL, LVSDR_CONNECTIONS_TEMPLATES), 1);
	run("ipvsadm -e -t " VIP ":80 -r 192.168.1.20 -g -w 0;"
	    "ipvsadm -e -t " VIP ":80 -r 192.168.1.21 -g -w 1");
	in_namespace(send_packet, &packet);
	check_table(test, 4);
	assert_int_equal(count(test, NULL, NULL, LVSDR_CONNECTIONS_TEMPLATES), 2);
	assert_int_equal(count(test, service, NULL, LVSDR_CONNECTIONS_TEMPLATES), 1);
	lvsdr_service_free(service);
}

static int serve_and_connect(const void *data)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80)};
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
	uint64_t counts[LVSDR_CONNECTIONS_COUNT];
	struct lvsdr *host;

	(void)data;
	if (bind(server, (void *)&to, sizeof(to)) || listen(server, 1))
		return 1;
	inet_pton(AF_INET, VIP, &to.sin_addr);
	if (connect(client, (void *)&to, sizeof(to)) || send(client, "x", 1, 0) != 1)
		return 2;
	/* Nobody needs a privilege to look, and the caller's namespace needs no name. */
	if (setuid(65534) || lvsdr_new(&host))
		return 3;
	if (lvsdr_connections_count(host, NULL, NULL, counts, LVSDR_CONNECTIONS_COUNT) !=
		    LVSDR_CONNECTIONS_COUNT ||
	    counts[LVSDR_CONNECTIONS_ESTABLISHED] != 1)
		return 4;
	lvsdr_free(host);
	return 0;
}

static void test_established(void **state)
{
	(void)state;
	set_up_network();
	run("ipvsadm -A -t " VIP ":80 -s rr; ipvsadm -a -t " VIP ":80 -r 192.168.1.40 -g");
	in_namespace(serve_and_connect, NULL);
}

static long peak_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void test_many(void **state)
{
	const uint32_t flows = 30000;
	struct test *test = *state;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.21");
	struct lvsdr_connections *connections;
	long before;

	set_up_network();
	assert_int_equal(lvsdr_service_new(test->host, "udp", VIP ":53", &service), 0);
	run("ipvsadm -A -u " VIP ":53 -s rr; ipvsadm -a -u " VIP ":53 -r 192.168.1.20 -g;"
	    "ipvsadm -a -u " VIP ":53 -r 192.168.1.21 -g");
	in_namespace(send_flood, &flows);
	before = peak_memory();
	assert_int_equal(lvsdr_set_timeout(test->host, 600000), 0);
	assert_int_equal(count(test, service, NULL, LVSDR_CONNECTIONS_UDP), flows);
	assert_int_equal(count(test, service, dest, LVSDR_CONNECTIONS_UDP), flows / 2);
	/* In KiB, which the kernel counts by 256; all connections together would be some 3,000. */
	assert_true(peak_memory() - before < 1024);
	check_witness("ipvsadm -Lcn | grep -c ^UDP", "30000");

	/* A filter that nothing passes must not keep the caller for ever. */
	lvsdr_service_free(service);
	assert_int_equal(lvsdr_service_new(test->host, "udp", VIP ":54", &service), 0);
	assert_int_equal(lvsdr_set_timeout(test->host, 1), 0);
	check_refused(test->host,
		      lvsdr_connections_count(test->host, service, NULL, &(uint64_t){0}, 1),
		      -ETIMEDOUT, "lvsdr_set_timeout");
	assert_int_equal(lvsdr_connections_open(test->host, service, NULL, &connections), 0);
	assert_int_equal(lvsdr_connections_next(connections), -ETIMEDOUT);
	assert_int_equal(lvsdr_set_timeout(test->host, 600000), 0);
	assert_int_equal(lvsdr_connections_next(connections), 0);
	lvsdr_connections_free(connections);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void test_refusals(void **state)
{
	struct test *test = *state;
	struct lvsdr_connections *connections;
	struct lvsdr *closed;
	char buffer[4];

	check_refused(test->host, lvsdr_connections_open(test->host, NULL, NULL, NULL), -EINVAL,
		      "NULL");
	check_refused(test->host, lvsdr_connections_count(test->host, NULL, NULL, NULL, 3), -EINVAL,
		      "NULL");
	assert_int_equal(lvsdr_connections_open(test->host, NULL, NULL, &connections), 0);
	assert_int_equal(lvsdr_connections_get_client_address(connections, buffer, 4), -EINVAL);
	assert_int_equal(lvsdr_connections_get_dest_port(connections), -EINVAL);
	/* A stream outlives its handle's sockets. */
	assert_int_equal(lvsdr_new(&closed), 0);
	assert_int_equal(lvsdr_open_netns(closed, "t"), 0);
	lvsdr_connections_free(connections);
	assert_int_equal(lvsdr_connections_open(closed, NULL, NULL, &connections), 0);
	lvsdr_free(closed);
	assert_int_equal(lvsdr_connections_next(connections), 0);
	lvsdr_connections_free(connections);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_set_up, test_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_lines),
		TEST(test_filters),
		TEST(test_persistence_engine),
		TEST(test_template_out_of_use),
		TEST(test_established),
		TEST(test_many),
		TEST(test_refusals),
	};

	return cmocka_run_group_tests_name("connections", tests, NULL, NULL);
}
