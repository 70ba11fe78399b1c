// SPDX-License-Identifier: LGPL-2.1-or-later
/* Answers that are not the kernel's: whoever may send to a socket of the library is not believed.
 */
#include "transport/netlink.h"
#include "witness.h"

#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 256, FIRST_SEQUENCES = 64, CALLS = 8 };

/* "It is done", for a request with that number. */
static bool forge(int fd, uint32_t port, uint32_t sequence)
{
	const struct sockaddr_nl victim = {.nl_family = AF_NETLINK, .nl_pid = port};
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);

	message->nlmsg_type = NLMSG_ERROR;
	message->nlmsg_seq = sequence;
	message->nlmsg_pid = port;
	mnl_nlmsg_put_extra_header(message, sizeof(struct nlmsgerr));
	return sendto(fd, message, message->nlmsg_len, 0, (const struct sockaddr *)&victim,
		      sizeof(victim)) >= 0;
}

/* "IPVS has gone", to all who listen to nlctrl, whose group has had this number ever since. */
static bool forge_event(int fd)
{
	const struct sockaddr_nl group = {.nl_family = AF_NETLINK,
					  .nl_groups = 1u << (GENL_ID_CTRL - 1)};
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *generic = mnl_nlmsg_put_extra_header(message, sizeof(*generic));

	message->nlmsg_type = GENL_ID_CTRL;
	generic->cmd = CTRL_CMD_DELFAMILY;
	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, "IPVS");
	return sendto(fd, message, message->nlmsg_len, 0, (const struct sockaddr *)&group,
		      sizeof(group)) >= 0;
}

static int open_port(int protocol, uint32_t *ret_port)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};
	socklen_t length = sizeof(address);
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);

	if (fd < 0)
		return fd;
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
	*ret_port = address.nl_pid;
	return fd;
}

/* ---- A forger who guesses while calls go on. */

struct tally {
	volatile unsigned long tried, events;
};

static void forge_at(int fd, uint32_t port, struct tally *tally)
{
	for (uint32_t sequence = 0; sequence < FIRST_SEQUENCES; sequence++) {
		tally->tried++;
		forge(fd, port, sequence);
	}
}

/* Whoever has a socket of these protocols in the namespace gets forged answers. */
static void forge_at_all(const int *fds, const uint32_t *own, struct tally *tally)
{
	FILE *file = fopen("/proc/thread-self/net/netlink", "r");
	unsigned int protocol, port;
	char line[256];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %u %u", &protocol, &port) == 2 && port &&
		    protocol <= NETLINK_GENERIC && fds[protocol] >= 0 && port != own[protocol])
			forge_at(fds[protocol], port, tally);
	if (file)
		fclose(file);
}

static void forge_until_killed(struct tally *tally)
{
	int netns = open("/run/netns/t", O_RDONLY), fds[NETLINK_GENERIC + 1];
	uint32_t own[NETLINK_GENERIC + 1];

	memset(fds, -1, sizeof(fds));
	if (netns < 0 || setns(netns, CLONE_NEWNET))
		_exit(1);
	fds[NETLINK_ROUTE] = open_port(NETLINK_ROUTE, &own[NETLINK_ROUTE]);
	fds[NETLINK_GENERIC] = open_port(NETLINK_GENERIC, &own[NETLINK_GENERIC]);
	fds[NETLINK_NETFILTER] = open_port(NETLINK_NETFILTER, &own[NETLINK_NETFILTER]);
	for (;;) {
		forge_at_all(fds, own, tally);
		tally->events += forge_event(fds[NETLINK_GENERIC]);
	}
}

/* User-mode Linux has no family ip in nf_tables: there the truth is that it cannot be done. */
static bool has_marks(void)
{
	return !system("ip netns exec t nft add table ip probe 2>/dev/null") &&
	       !system("ip netns exec t nft delete table ip probe");
}

/* The witnesses believe everybody: nobody forges while they are asked. */
static void witness(pid_t forger, const char *command, const char *expected)
{
	assert_int_equal(kill(forger, SIGSTOP), 0);
	assert_int_equal(waitpid(forger, NULL, WUNTRACED), forger);
	check_witness(command, expected);
	assert_int_equal(kill(forger, SIGCONT), 0);
}

static void change_mark(struct test *test, pid_t forger, bool possible)
{
	struct lvsdr_mark *mark;

	assert_int_equal(lvsdr_mark_new(test->host, "tcp", "192.168.1.41:80", 8, &mark), 0);
	assert_int_equal(lvsdr_mark_add(test->host, mark), possible ? 1 : -EOPNOTSUPP);
	if (possible) {
		witness(forger, "nft list table ip lvsdr | grep -c 192.168.1.41", "1");
		assert_int_equal(lvsdr_mark_remove(test->host, mark), 1);
		witness(forger, "nft list ruleset | wc -l", "0");
	}
	lvsdr_mark_free(mark);
}

static void change_all(struct test *test, pid_t forger, bool marks)
{
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "lo");

	assert_int_equal(lvsdr_vip_add(test->host, vip), 1);
	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	witness(forger, "ip -o addr show dev lo to 192.168.1.41 | wc -l", "1");
	witness(forger, "ipvsadm -Sn | wc -l", "1");
	change_mark(test, forger, marks);
	assert_int_equal(lvsdr_service_remove(test->host, service), 1);
	assert_int_equal(lvsdr_vip_remove(test->host, vip), 1);
	witness(forger, "ip -o addr show dev lo to 192.168.1.41 | wc -l", "0");
	witness(forger, "ipvsadm -Sn | wc -l", "0");
	lvsdr_vip_free(vip);
	lvsdr_service_free(service);
}

static void test_while_calls_go_on(void **state)
{
	struct tally *tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	bool marks = has_marks();
	pid_t forger;

	assert_true(tally != MAP_FAILED);
	forger = fork();
	assert_true(forger >= 0);
	if (!forger)
		forge_until_killed(tally);
	for (int i = 0; i < CALLS; i++) {
		change_all(*state, forger, marks);
		usleep(1100000); /* a handle that has rested listens to nlctrl */
	}
	assert_int_equal(kill(forger, SIGKILL), 0);
	assert_int_equal(waitpid(forger, NULL, 0), forger);
	printf("%lu forged answers, %lu forged events\n", tally->tried, tally->events);
	assert_true(tally->tried >= FIRST_SEQUENCES);
	assert_true(tally->events > 0);
	munmap(tally, sizeof(*tally));
}

/* ---- Forged answers that wait already, with the right number. */

static struct nlmsghdr *encode_route(void *buffer)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct ifaddrmsg *body = mnl_nlmsg_put_extra_header(message, sizeof(*body));
	static const uint8_t address[] = {192, 168, 1, 41};

	message->nlmsg_type = RTM_NEWADDR;
	message->nlmsg_flags = NLM_F_CREATE;
	body->ifa_family = AF_INET;
	body->ifa_prefixlen = 32;
	body->ifa_index = INT32_MAX;
	mnl_attr_put(message, IFA_LOCAL, sizeof(address), address);
	return message;
}

static struct nlmsghdr *encode_generic(void *buffer)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *generic = mnl_nlmsg_put_extra_header(message, sizeof(*generic));

	message->nlmsg_type = GENL_ID_CTRL;
	generic->cmd = CTRL_CMD_GETFAMILY;
	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, "NO-SUCH");
	return message;
}

static struct nlmsghdr *encode_netfilter(void *buffer)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *head = mnl_nlmsg_put_extra_header(message, sizeof(*head));

	message->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETTABLE;
	head->nfgen_family = AF_INET;
	mnl_attr_put_strz(message, NFTA_TABLE_NAME, "no-such");
	return message;
}

/* A request that fails stays failed. */
static void check_believed(int protocol, struct nlmsghdr *request)
{
	struct netlink netlink = {.fd = -1, .sequence = 6, .batch_limit = 1};
	struct netlink_error error;
	uint32_t port, own;
	int forger, result;

	netlink.fd = open_port(protocol, &port);
	forger = open_port(protocol, &own);
	if (netlink.fd < 0)
		return; /* a kernel without it */
	assert_true(forge(forger, port, netlink.sequence + 1));
	result = netlink_request(&netlink, request, netlink_now() + 10000, NULL, NULL, &error);
	if (result >= 0 || result == -ETIMEDOUT || !error.number)
		fail_msg("protocol %d: %d, and the kernel's errno %d", protocol, result,
			 error.number);
	netlink_close(&netlink);
	close(forger);
}

static void test_that_wait_already(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[SIZE];

	(void)state;
	check_believed(NETLINK_ROUTE, encode_route(buffer));
	check_believed(NETLINK_GENERIC, encode_generic(buffer));
	check_believed(NETLINK_NETFILTER, encode_netfilter(buffer));
}

/* ---- The library's own sockets take nothing of others, and begin where nobody knows. */

static void test_that_are_sent(void **state)
{
	static const int protocols[] = {NETLINK_ROUTE, NETLINK_GENERIC};
	struct sockaddr_nl address;
	socklen_t length = sizeof(address);
	struct netlink netlink, other;
	uint32_t own;
	int forger;

	(void)state;
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		netlink = other = (struct netlink){.fd = -1};
		assert_int_equal(netlink_open(&netlink, protocols[i]), 0);
		assert_int_equal(netlink_open(&other, protocols[i]), 0);
		assert_int_not_equal(netlink.sequence, other.sequence);
		assert_int_equal(getsockname(netlink.fd, (struct sockaddr *)&address, &length), 0);
		forger = open_port(protocols[i], &own);
		assert_false(forge(forger, address.nl_pid, netlink.sequence + 1));
		assert_int_equal(errno, ECONNREFUSED);
		netlink_close(&netlink);
		netlink_close(&other);
		close(forger);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_while_calls_go_on, test_set_up,
						test_tear_down),
		cmocka_unit_test(test_that_wait_already),
		cmocka_unit_test(test_that_are_sent),
	};

	return run_group("forged", tests, sizeof(tests) / sizeof(*tests), NULL);
}
