/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: an agent. Desired states come in, health checks set weights, changes break no connection. */
#include <errno.h>
#include <lvsdr/lvsdr.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Does the real server accept a connection within half a second? */
static int is_alive(const struct lvsdr_dest *dest)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM},
			*to = NULL;
	struct pollfd connected = {.events = POLLOUT};
	socklen_t size = sizeof(int);
	int error = ETIMEDOUT;
	char address[46], port[12];

	snprintf(port, sizeof(port), "%d", (int)lvsdr_dest_get_port(dest));
	if (lvsdr_dest_get_address(dest, address, sizeof(address)) < 0 ||
	    getaddrinfo(address, port, &hints, &to) != 0)
		return 0;
	connected.fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (connected.fd >= 0 &&
	    (connect(connected.fd, to->ai_addr, to->ai_addrlen) == 0 || errno == EINPROGRESS) &&
	    poll(&connected, 1, 500) == 1)
		getsockopt(connected.fd, SOL_SOCKET, SO_ERROR, &error, &size);
	if (connected.fd >= 0)
		close(connected.fd);
	freeaddrinfo(to);
	return error == 0;
}

/* Weight 0 for each real server of a TCP service that does not answer. */
static int check_health(struct lvsdr *host, struct lvsdr_state *desired)
{
	const struct lvsdr_service *service;
	const struct lvsdr_dest *dest;
	int result = 0;

	for (size_t i = 0; (service = lvsdr_state_get_service(desired, i)); i++) {
		const char *protocol = lvsdr_service_get_protocol(service);

		if (!protocol || strcmp(protocol, "tcp")) /* NULL: of a firewall mark */
			continue;
		for (size_t k = 0; result == 0 && (dest = lvsdr_state_get_dest(desired, i, k));
		     k++) {
			struct lvsdr_dest *dead = NULL;
			char address[46], name[60];

			if (lvsdr_dest_get_port(dest) < 1 || is_alive(dest))
				continue;
			lvsdr_dest_get_address(dest, address, sizeof(address));
			snprintf(name, sizeof(name), strchr(address, ':') ? "[%s]:%d" : "%s:%d",
				 address, (int)lvsdr_dest_get_port(dest));
			result = lvsdr_dest_new(host, name, &dead);
			lvsdr_dest_set_weight(dead, 0);
			if (result == 0)
				result = lvsdr_state_update_dest(desired, service, dead);
			lvsdr_dest_free(dead);
			service = lvsdr_state_get_service(desired, i); /* the state was changed */
		}
	}
	return result;
}

/* A line that is none is reported, and the state before it stays. */
static int is_state(struct lvsdr *host, const char *line)
{
	struct lvsdr_state *state = NULL;
	int result = lvsdr_state_from_text(host, "json", line, strlen(line), &state);

	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_state_free(state);
	return result == 0;
}

/* One round. What is not drained within a second is continued in the next one. */
static int reach(struct lvsdr *host, struct lvsdr_scope *scope, const char *text)
{
	struct lvsdr_state *desired = NULL;
	struct lvsdr_plan *plan = NULL;
	int result = lvsdr_state_from_text(host, "json", text, strlen(text), &desired);

	if (result == 0)
		result = check_health(host, desired);
	if (result == 0)
		result = lvsdr_plan_between(host, scope, NULL, desired, &plan);
	if (result == 0)
		result = lvsdr_plan_make_graceful(plan, LVSDR_DRAIN_ACTIVE_ONLY, 1000);
	if (result >= 0)
		result = lvsdr_plan_apply(plan);
	lvsdr_plan_free(plan);
	lvsdr_state_free(desired);
	return result == -EBUSY ? 0 : result;
}

int main(int argc, char **argv)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	struct lvsdr *host = NULL;
	struct lvsdr_scope *scope = NULL;
	char *text = NULL, *line = NULL;
	size_t size = 0;
	int good;

	if (argc != 2 || argv[1][0] == '-') {
		puts("Brings the addresses of SCOPE to the state that was read last, once a "
		     "second.\n"
		     "Each line of standard input is a state in JSON. A real server that accepts\n"
		     "no connection gets weight 0. It ends with the input.\n\nusage: 19-agent "
		     "SCOPE");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	setvbuf(stdin, NULL, _IONBF, 0); /* poll() sees what was not read */
	good = lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	       lvsdr_scope_new(host, argv[1], &scope) == 0;
	if (!good)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	while (good) {
		if (poll(&input, 1, 1000) > 0) {
			if (getline(&line, &size, stdin) < 0)
				break;
			if (is_state(host, line)) {
				free(text);
				text = line, line = NULL, size = 0;
			}
		}
		if (text && reach(host, scope, text) < 0) /* said, and tried again */
			fprintf(stderr, "%s\n", lvsdr_error_message(host));
	}
	free(line);
	free(text);
	lvsdr_scope_free(scope);
	lvsdr_free(host);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
