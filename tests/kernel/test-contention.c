// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Eight threads of two processes change objects of one host, each with a handle of its own: some
 * that only they change, and some that all do. Meanwhile another process reads, and ipvsadm and ip
 * change the same and others. What is one's own is never lost and never comes back by itself, what
 * nobody changes is seen in each state that was read, and what is refused has a code that says why.
 *
 * test-contention [SECONDS]: 4 by default. Without IPVS the rest is tried.
 */
#include "../check.h"
#include "../random.h"
#include "shell.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 2, THREADS = 4, FIXED = 8 /* objects that nobody changes */ };

static bool ipvs;
static int seconds = 4;
static struct timespec end;
static atomic_uint wrong; /* of this process */

static bool is_over(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec);
}

__attribute__((format(printf, 1, 2))) static void tell(const char *format, ...)
{
	enum { MANY = 20 };
	va_list arguments;

	if (wrong++ >= MANY)
		return;
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	fflush(stdout);
}

/* ---- What each thread does. */

struct worker {
	struct lvsdr *host;
	int number;
	struct random random;
	struct lvsdr_service *own, *planned, *rotor, *shared;
	struct lvsdr_dest *dest;
	struct lvsdr_vip *vip, *shared_vip, *fleeting;
	int turn; /* which destination the rotor has */
	unsigned int rounds, refused;
};

static void expect(const struct worker *worker, const char *what, int result, int wanted)
{
	if (result != wanted)
		tell("thread %d: %s: %d instead of %d: %s", worker->number, what, result, wanted,
		     result < 0 ? lvsdr_error_message(worker->host) : "");
}

/* What others change too may be refused, for what they did. */
static void contest(struct worker *worker, const char *what, int result)
{
	static const int codes[] = {EEXIST, ENOENT, ESRCH, EBUSY, EAGAIN, ENODEV};
	const char *sentence = lvsdr_error_message(worker->host);
	bool known = result >= 0;

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		known |= result == -codes[i];
	worker->refused += result < 0;
	if (!known || (result < 0 && !strstr(sentence, "cannot ")))
		tell("thread %d: %s: %d: %s", worker->number, what, result, sentence);
}

static struct lvsdr_service *new_service(struct lvsdr *host, int network, int number)
{
	struct lvsdr_service *service = NULL;
	char address[32];

	snprintf(address, sizeof(address), "10.%d.0.%d:80", network, number);
	if (lvsdr_service_new(host, "tcp", address, &service) ||
	    lvsdr_service_set_scheduler(service, "rr"))
		tell("%s: %s", address, lvsdr_error_message(host));
	return service;
}

static struct lvsdr_dest *new_dest(struct lvsdr *host, int number)
{
	struct lvsdr_dest *dest = NULL;
	char address[32];

	snprintf(address, sizeof(address), "10.9.0.%d", number);
	if (lvsdr_dest_new(host, address, &dest))
		tell("%s: %s", address, lvsdr_error_message(host));
	return dest;
}

static struct lvsdr_vip *new_vip(struct lvsdr *host, int network, int number, const char *device)
{
	struct lvsdr_vip *vip = NULL;
	char address[32];

	snprintf(address, sizeof(address), "10.%d.0.%d", network, number);
	if (lvsdr_vip_new(host, address, device, &vip))
		tell("%s: %s", address, lvsdr_error_message(host));
	return vip;
}

static void change_own_service(struct worker *worker)
{
	struct lvsdr *host = worker->host;
	int weight = 2 + (int)random_below(&worker->random, 100);

	expect(worker, "adding the service", lvsdr_service_add(host, worker->own), 1);
	lvsdr_dest_set_weight(worker->dest, 1);
	expect(worker, "adding the destination", lvsdr_dest_add(host, worker->own, worker->dest),
	       1);
	lvsdr_dest_set_weight(worker->dest, weight);
	expect(worker, "its weight", lvsdr_dest_update(host, worker->own, worker->dest), 1);
	expect(worker, "reading it", lvsdr_dest_read(host, worker->own, worker->dest), 0);
	expect(worker, "the weight read", lvsdr_dest_get_weight(worker->dest), weight);
	expect(worker, "removing the service", lvsdr_service_remove(host, worker->own), 1);
	expect(worker, "reading what is gone", lvsdr_service_read(host, worker->own), -ESRCH);
}

/* The next destination comes before the one before goes, so that there is always one, or two. */
static void turn_rotor(struct worker *worker)
{
	struct lvsdr_dest *last = new_dest(worker->host, 1 + worker->turn),
			  *next = new_dest(worker->host, 1 + (worker->turn + 1) % 200);

	expect(worker, "the next one", lvsdr_dest_add(worker->host, worker->rotor, next), 1);
	expect(worker, "the last one", lvsdr_dest_remove(worker->host, worker->rotor, last), 1);
	worker->turn = (worker->turn + 1) % 200;
	lvsdr_dest_free(next);
	lvsdr_dest_free(last);
}

static void change_shared_service(struct worker *worker)
{
	struct lvsdr *host = worker->host;
	struct lvsdr_dest *dest = new_dest(host, 1 + (int)random_below(&worker->random, 3));
	bool other = random_once_in(&worker->random, 2);

	lvsdr_service_set_scheduler(worker->shared, other ? "wlc" : "rr");
	lvsdr_dest_set_weight(dest, 1 + (int)random_below(&worker->random, 2));
	switch (random_below(&worker->random, 6)) {
	case 0:
		contest(worker, "add service", lvsdr_service_add(host, worker->shared));
		break;
	case 1:
		contest(worker, "update service", lvsdr_service_update(host, worker->shared));
		break;
	case 2:
		contest(worker, "remove service", lvsdr_service_remove(host, worker->shared));
		break;
	case 3:
		contest(worker, "add dest", lvsdr_dest_add(host, worker->shared, dest));
		break;
	case 4:
		contest(worker, "update dest", lvsdr_dest_update(host, worker->shared, dest));
		break;
	default:
		contest(worker, "remove dest", lvsdr_dest_remove(host, worker->shared, dest));
	}
	lvsdr_dest_free(dest);
}

/* One's own service is there when the plan was applied, and only then, whatever becomes of the
 * other. */
static void apply_and_undo(struct worker *worker)
{
	struct lvsdr *host = worker->host;
	struct lvsdr_plan *plan;
	int result;

	if (lvsdr_plan_new(host, &plan)) {
		tell("no plan: %s", lvsdr_error_message(host));
		return;
	}
	lvsdr_dest_set_weight(worker->dest, 1);
	expect(worker, "plan service", lvsdr_plan_add_service(plan, worker->planned), 1);
	expect(worker, "plan dest", lvsdr_plan_add_dest(plan, worker->planned, worker->dest), 1);
	contest(worker, "plan shared", lvsdr_plan_add_service(plan, worker->shared));
	contest(worker, "plan VIP", lvsdr_plan_add_vip(plan, worker->shared_vip));
	result = lvsdr_plan_apply(plan);
	contest(worker, "apply", result);
	expect(worker, result < 0 ? "after refusal" : "after apply",
	       lvsdr_service_read(host, worker->planned), result > 0 ? 0 : -ESRCH);
	if (result > 0) {
		contest(worker, "undo", lvsdr_plan_undo(plan));
		expect(worker, "after undo", lvsdr_service_read(host, worker->planned), -ESRCH);
	}
	lvsdr_plan_free(plan);
}

static void change_own_vip(struct worker *worker)
{
	struct lvsdr *host = worker->host;

	lvsdr_vip_set_label(worker->vip, "eth0:one");
	expect(worker, "adding the VIP", lvsdr_vip_add(host, worker->vip), 1);
	lvsdr_vip_set_label(worker->vip, "eth0:two");
	expect(worker, "its label", lvsdr_vip_update(host, worker->vip), 1);
	expect(worker, "reading the VIP", lvsdr_vip_read(host, worker->vip), 0);
	expect(worker, "removing the VIP", lvsdr_vip_remove(host, worker->vip), 1);
	expect(worker, "reading the VIP that is gone", lvsdr_vip_read(host, worker->vip), -ENOENT);
}

static void change_shared_network(struct worker *worker)
{
	struct lvsdr *host = worker->host;
	struct lvsdr_arp_policy *policy = NULL;

	lvsdr_vip_set_label(worker->shared_vip,
			    random_once_in(&worker->random, 2) ? "eth0:one" : "eth0:two");
	contest(worker, "add VIP", lvsdr_vip_add(host, worker->shared_vip));
	contest(worker, "update VIP", lvsdr_vip_update(host, worker->shared_vip));
	contest(worker, "add VIP on a device that goes", lvsdr_vip_add(host, worker->fleeting));
	if (random_once_in(&worker->random, 2))
		contest(worker, "remove VIP", lvsdr_vip_remove(host, worker->shared_vip));
	if (lvsdr_arp_policy_new(host, "eth0", &policy) ||
	    lvsdr_arp_policy_set_arp_ignore(policy, (int)random_below(&worker->random, 3)))
		tell("no policy: %s", lvsdr_error_message(host));
	contest(worker, "ARP policy", lvsdr_arp_policy_update(host, policy));
	lvsdr_arp_policy_free(policy);
}

static void open_worker(struct worker *worker)
{
	int number = worker->number;

	if (lvsdr_new(&worker->host))
		abort();
	worker->own = new_service(worker->host, 1, number);
	worker->planned = new_service(worker->host, 4, number);
	worker->rotor = new_service(worker->host, 5, number);
	worker->shared = new_service(worker->host, 1, 100);
	worker->dest = new_dest(worker->host, 1);
	worker->vip = new_vip(worker->host, 2, number, "eth0");
	worker->shared_vip = new_vip(worker->host, 2, 100, "eth0");
	worker->fleeting = new_vip(worker->host, 2, 101, "eth8");
}

static void close_worker(struct worker *worker)
{
	lvsdr_vip_free(worker->fleeting);
	lvsdr_vip_free(worker->shared_vip);
	lvsdr_vip_free(worker->vip);
	lvsdr_dest_free(worker->dest);
	lvsdr_service_free(worker->shared);
	lvsdr_service_free(worker->rotor);
	lvsdr_service_free(worker->planned);
	lvsdr_service_free(worker->own);
	lvsdr_free(worker->host);
}

static void *work(void *argument)
{
	struct worker *worker = argument;

	open_worker(worker);
	for (; !is_over(); worker->rounds++) {
		if (ipvs) {
			change_own_service(worker);
			turn_rotor(worker);
			change_shared_service(worker);
			apply_and_undo(worker);
		}
		change_own_vip(worker);
		change_shared_network(worker);
	}
	close_worker(worker);
	return NULL;
}

static void change(int process)
{
	struct random random = random_start("contention");
	struct worker workers[THREADS] = {0};
	pthread_t threads[THREADS];
	unsigned int rounds = 0, refused = 0;

	for (int i = 0; i < THREADS; i++) {
		workers[i].number = 1 + process * THREADS + i;
		workers[i].random = random;
		random.state += 2 * (uint64_t)workers[i].number;
		if (pthread_create(&threads[i], NULL, work, &workers[i]))
			abort();
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		rounds += workers[i].rounds;
		refused += workers[i].refused;
	}
	printf("%d threads: %u rounds, %u calls refused\n", THREADS, rounds, refused);
	if (!rounds)
		tell("no round came to its end");
}

/* ---- What is read meanwhile. */

static bool is_of_network(const char *address, int network)
{
	char start[16];

	snprintf(start, sizeof(start), "10.%d.0.", network);
	return !strncmp(address, start, strlen(start));
}

static void check_services(const struct lvsdr_state *state)
{
	size_t fixed = 0, rotors = 0;
	char address[64];

	for (size_t i = 0; i < lvsdr_state_get_service_count(state); i++) {
		size_t dests = lvsdr_state_get_dest_count(state, i);

		lvsdr_service_get_address(lvsdr_state_get_service(state, i), address,
					  sizeof(address));
		if (is_of_network(address, 3) && ++fixed && dests != 3)
			tell("%s was read with %zu destinations", address, dests);
		if (is_of_network(address, 5) && ++rotors && dests != 1 && dests != 2)
			tell("%s was read with %zu destinations", address, dests);
	}
	if (fixed != FIXED || rotors != (size_t)PROCESSES * THREADS)
		tell("%zu and %zu services that do not go were read", fixed, rotors);
}

static void check_vips(const struct lvsdr_state *state)
{
	size_t fixed = 0;
	char address[64];

	for (size_t i = 0; i < lvsdr_state_get_vip_count(state); i++) {
		lvsdr_vip_get_address(lvsdr_state_get_vip(state, i), address, sizeof(address));
		fixed += is_of_network(address, 3);
	}
	if (fixed != FIXED)
		tell("%zu VIPs that do not go were read", fixed);
}

static void read_states(int process)
{
	uint32_t parts = LVSDR_STATE_VIPS | (ipvs ? LVSDR_STATE_SERVICES : 0);
	struct lvsdr_state *state;
	struct lvsdr_scope *scope;
	struct lvsdr *host;
	unsigned int good = 0, refused = 0;
	int result;

	(void)process;
	if (lvsdr_new(&host) || lvsdr_scope_new(host, "everything", &scope))
		abort();
	while (!is_over()) {
		result = lvsdr_state_read(host, scope, parts, &state);
		if (result == -EAGAIN) {
			refused++;
			continue;
		}
		if (result) {
			tell("reading: %d: %s", result, lvsdr_error_message(host));
			break;
		}
		good++;
		check_vips(state);
		if (ipvs)
			check_services(state);
		lvsdr_state_free(state);
	}
	printf("%u states read, %u refused\n", good, refused);
	lvsdr_scope_free(scope);
	lvsdr_free(host);
}

/* ---- Other programs. */

/* They too have objects of their own, which nobody else may take away or bring back. */
static void change_by_programs(int process)
{
	unsigned int rounds = 0;

	(void)process;
	for (; !is_over(); rounds++) {
		if (system("ip addr add 10.2.0.99/32 dev eth0 && "
			   "ip -o addr show dev eth0 to 10.2.0.99 | grep -q . && "
			   "ip addr del 10.2.0.99/32 dev eth0 && "
			   "! ip -o addr show dev eth0 to 10.2.0.99 | grep -q ."))
			tell("the address of another program is not as it left it");
		if (ipvs && system("ipvsadm -A -t 10.1.0.99:80 -s rr && "
				   "ipvsadm -a -t 10.1.0.99:80 -r 10.9.0.1 -g -w 7 && "
				   "ipvsadm -Sn | grep -q -e \"-t 10.1.0.99:80 .* -w 7\" && "
				   "ipvsadm -D -t 10.1.0.99:80 && "
				   "! ipvsadm -Sn | grep -q -F 10.1.0.99:80"))
			tell("the service of another program is not as it left it");
		if (system("exec 2>/dev/null; ipvsadm -E -t 10.1.0.100:80 -s sh; "
			   "ipvsadm -a -t 10.1.0.100:80 -r 10.9.0.2 -g -w 5; "
			   "ip addr del 10.2.0.100/32 dev eth0; ip link del eth8; "
			   "ip link add eth8 type veth peer name eth9; ip link set eth8 up; true"))
			tell("no shell");
	}
	printf("%u rounds of other programs\n", rounds);
}

/* ---- A namespace that goes. */

struct visitor {
	struct lvsdr *host;
	atomic_bool *gone;
	unsigned int rounds;
};

static void *visit(void *argument)
{
	struct visitor *visitor = argument;
	struct worker worker = {.host = visitor->host, .number = 200};
	struct lvsdr_service *service = new_service(visitor->host, 6, 1);
	struct lvsdr_vip *vip = new_vip(visitor->host, 6, 1, "lo");
	bool last = false;

	/* As long as the handle is open the kernel keeps what it works in. */
	for (; !last; visitor->rounds++) {
		last = *visitor->gone;
		if (ipvs)
			expect(&worker, "add there", lvsdr_service_add(visitor->host, service), 1);
		expect(&worker, "add VIP there", lvsdr_vip_add(visitor->host, vip), 1);
		if (ipvs)
			expect(&worker, "remove there",
			       lvsdr_service_remove(visitor->host, service), 1);
		expect(&worker, "remove VIP there", lvsdr_vip_remove(visitor->host, vip), 1);
	}
	lvsdr_vip_free(vip);
	lvsdr_service_free(service);
	return NULL;
}

static void lose_namespace(void)
{
	atomic_bool gone = false;
	struct visitor visitor = {.gone = &gone};
	char *before = shell_ask("ip -o addr; ipvsadm -Sn 2>/dev/null"), *now;
	pthread_t thread;

	shell_run("ip netns add contention && ip -n contention link set lo up");
	assert_int_equal(lvsdr_new(&visitor.host), 0);
	assert_int_equal(lvsdr_open_netns(visitor.host, "contention"), 0);
	assert_int_equal(pthread_create(&thread, NULL, visit, &visitor), 0);
	usleep(100000);
	shell_run("ip netns del contention");
	usleep(100000);
	gone = true;
	pthread_join(thread, NULL);
	lvsdr_free(visitor.host);
	assert_int_equal(lvsdr_new(&visitor.host), 0);
	check_refused(visitor.host, lvsdr_open_netns(visitor.host, "contention"), -ENOENT,
		      "contention");
	lvsdr_free(visitor.host);
	now = shell_ask("ip -o addr; ipvsadm -Sn 2>/dev/null");
	assert_string_equal(now, before); /* and nothing of it was done here instead */
	printf("%u rounds in a namespace that went\n", visitor.rounds);
	free(now);
	free(before);
}

/* ---- */

static void set_up(void)
{
	char line[512];

	shell_run("for all in all default; do echo 1 >/proc/sys/net/ipv6/conf/$all/disable_ipv6; "
		  "done "
		  "2>/dev/null; ip -batch - <<END\nlink set lo up\n"
		  "link add eth0 type veth peer name eth1\nlink add eth8 type veth peer name eth9\n"
		  "addr add 10.0.0.1/24 dev eth0\naddr add 10.0.1.1/24 dev eth8\n"
		  "link set eth0 up\nlink set eth1 up\nlink set eth8 up\nEND");
	snprintf(line, sizeof(line),
		 "for i in $(seq %d); do echo addr add 10.3.0.$i/32 dev eth0; "
		 "echo route add 10.8.$i.0/24 dev eth1; done | ip -batch -",
		 FIXED);
	shell_run(line);
	if (!ipvs)
		return;
	snprintf(line, sizeof(line),
		 "for i in $(seq %d); do echo -A -t 10.3.0.$i:80 -s rr; for j in 1 2 3; do "
		 "echo -a -t 10.3.0.$i:80 -r 10.9.0.$j -g; done; done | ipvsadm -R; "
		 "for i in $(seq %d); do echo -A -t 10.5.0.$i:80 -s rr; "
		 "echo -a -t 10.5.0.$i:80 -r 10.9.0.1 -g; done | ipvsadm -R",
		 FIXED, PROCESSES * THREADS);
	shell_run(line);
}

/* What nobody changes, and that of the threads there is nothing left. */
static char *ask_for_the_rest(void)
{
	return shell_ask(
		"ip -o -4 addr show dev eth0 | grep -v -F 10.2.0.100/ ; ip route | grep -F 10.8.; "
		"ipvsadm -Sn 2>/dev/null | grep -v -F -e 10.1.0.100: -e 10.5.0.; true");
}

static pid_t start(void (*function)(int process), int process)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	assert_true(child >= 0);
	if (child)
		return child;
	function(process);
	fflush(stdout);
	_exit(wrong > 0);
}

int main(int number, char **arguments)
{
	pid_t children[PROCESSES + 2];
	char *before, *now;
	int status, bad = 0;

	if (number > 1)
		seconds = atoi(arguments[1]);
	assert_int_equal(unshare(CLONE_NEWNET), 0);
	ipvs = !system("ipvsadm -Ln >/dev/null 2>&1");
	set_up();
	before = ask_for_the_rest();
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	for (int i = 0; i < PROCESSES; i++)
		children[i] = start(change, i);
	children[PROCESSES] = start(read_states, 0);
	children[PROCESSES + 1] = start(change_by_programs, 0);
	for (size_t i = 0; i < sizeof(children) / sizeof(*children); i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		bad += !WIFEXITED(status) || WEXITSTATUS(status);
	}
	now = ask_for_the_rest();
	if (strcmp(now, before))
		tell("what nobody changed is not as before:\n%s\nbut:\n%s", before, now);
	free(now);
	free(before);
	lose_namespace();
	if (bad)
		tell("%d processes saw something wrong", bad);
	return wrong > 0;
}
