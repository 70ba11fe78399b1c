// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/transport.h"

#include "transport/kept.h"
#include "transport/packet_socket.h"
#include "util/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/ip_vs.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

enum { MISSING = 2 /* answers that are waited for in vain, in a row */ };

void transport_init(struct transport *transport)
{
	*transport = (struct transport){.netns.fd = -1,
					.ipvs.fd = -1,
					.rtnl.fd = -1,
					.nft.fd = -1,
					.option_fd = -1,
					.sysctl_fd = -1,
					.timeout = 5000};
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void transport_close(struct transport *transport)
{
	netlink_close(&transport->ipvs);
	netlink_close(&transport->rtnl);
	netlink_close(&transport->nft);
	family_close(&transport->family);
	close_fd(&transport->option_fd);
	close_fd(&transport->sysctl_fd);
	transport->closed = true;
	netns_close(&transport->netns);
}

bool transport_is_open(const struct transport *transport)
{
	return transport->netns.fd >= 0;
}

static int open_ipvs(void *data)
{
	return netlink_open(&((struct transport *)data)->ipvs, NETLINK_GENERIC);
}

/* Any IPv4 socket carries the options; this kind takes no privilege. */
static int open_option(void *data)
{
	struct transport *transport = data;

	transport->option_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return transport->option_fd < 0 ? -errno : 0;
}

static int open_rtnl(void *data)
{
	return netlink_open(&((struct transport *)data)->rtnl, NETLINK_ROUTE);
}

static int open_nft(void *data)
{
	return netlink_open(&((struct transport *)data)->nft, NETLINK_NETFILTER);
}

/*
 * An O_PATH descriptor of this folder keeps meaning the namespace it was taken in; one of
 * /proc/sys/net does not (measured on Linux 6.1).
 */
static int open_sysctl(void *data)
{
	struct transport *transport = data;

	transport->sysctl_fd = open("/proc/sys/net/ipv4", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return transport->sysctl_fd < 0 ? -errno : 0;
}

/* Nothing that could not be asked is missing: as a rule it is /proc that is. */
static int as_opening(int error)
{
	return error == -ENOENT || error == -ESRCH ? -ENOTDIR : error;
}

static int run_inside(struct transport *transport, int (*function)(void *), void *data)
{
	int error = 0;

	if (transport->closed)
		return -EBADF;
	if (!transport_is_open(transport))
		error = as_opening(netns_open_current(&transport->netns));
	return error ? error : netns_run(&transport->netns, function, data);
}

static int open_once(struct transport *transport, int fd, int (*function)(void *))
{
	return fd >= 0 && !transport->closed
		       ? 0
		       : as_opening(run_inside(transport, function, transport));
}

/* Whether an answer was missing so lately that it may have been in the same call. */
static bool is_silent(const struct transport *transport, int64_t now)
{
	return transport->missing &&
	       now < transport->missed_at + (int64_t)MISSING * transport->timeout;
}

/*
 * Until when an answer may come. A step that fails has to be looked at and restored by many
 * requests, and a call must not wait for each of them: after so many that were waited for in vain,
 * what is there already is taken, and as the kernel answers before send() returns, that is all as a
 * rule.
 */
static int64_t deadline_at(const struct transport *transport, int64_t now)
{
	return is_silent(transport, now) && transport->missing >= MISSING
		       ? now
		       : now + transport->timeout;
}

static int64_t next_deadline(const struct transport *transport)
{
	return deadline_at(transport, netlink_now());
}

static void note_silence(struct transport *transport, int error)
{
	int64_t now;

	if (error != -ETIMEDOUT)
		return;
	now = netlink_now();
	if (!is_silent(transport, now))
		transport->missing = 0;
	if (transport->missing < MISSING)
		transport->missing++;
	transport->missed_at = now;
}

static void note_answer(struct transport *transport, const struct netlink *netlink, int error)
{
	note_silence(transport, error);
	transport->in_doubt |= error && netlink->unsure;
}

/* By its name, which loads the module. */
static int resolve_ipvs(struct transport *transport, struct netlink_error *ret_error)
{
	int error = family_look_up(&transport->family, &transport->ipvs, next_deadline(transport),
				   ret_error);

	note_silence(transport, error);
	transport->family.known = netlink_now();
	return error;
}

/* What IPVS says of a request that it did not carry out; all else may be a lost answer. */
static bool is_refusal(int number)
{
	switch (number) {
	case EPERM:
	case EINVAL:
	case EEXIST:
	case ESRCH:
	case ENOENT:
	case ENODEV:
	case ERANGE:
	case ENOPROTOOPT:
		return true;
	default:
		return false;
	}
}

/* After a failure: 0 when it is worth another attempt. */
static int try_option_again(int64_t deadline)
{
	if (errno != EINTR)
		return -errno;
	return netlink_now() >= deadline ? -ETIMEDOUT : 0;
}

static int set_option(struct transport *transport, int number, const void *data, uint32_t length)
{
	int64_t deadline = next_deadline(transport);
	int error = open_once(transport, transport->option_fd, open_option);

	while (!error && setsockopt(transport->option_fd, IPPROTO_IP, number, data, length)) {
		transport->in_doubt |= !is_refusal(errno);
		error = try_option_again(deadline);
	}
	note_silence(transport, error);
	return error;
}

static int get_option(struct transport *transport, int number, void *data, uint32_t *length)
{
	int64_t deadline = next_deadline(transport);
	int error = open_once(transport, transport->option_fd, open_option);
	socklen_t room = *length, size = room;

	while (!error && getsockopt(transport->option_fd, IPPROTO_IP, number, data, &size)) {
		error = try_option_again(deadline);
		size = room;
	}
	note_silence(transport, error);
	*length = size;
	return error;
}

int transport_has_ipvs(struct transport *transport)
{
	struct ip_vs_getinfo info;
	uint32_t length = sizeof(info);
	int error = get_option(transport, IP_VS_SO_GET_INFO, &info, &length);

	if (error == -ENOPROTOOPT)
		return 0;
	return error ? error : 1;
}

/* What says nothing of the next attempt. */
static bool may_pass(int error)
{
	return error == -ENOMEM || error == -ENOBUFS || error == -EMFILE || error == -ENFILE ||
	       error == -ETIMEDOUT;
}

/* Generic netlink refuses everybody but the root of the initial user namespace. */
static int choose_interface(struct transport *transport)
{
	struct ip_vs_getinfo info;
	uint32_t length = sizeof(info);
	struct netlink_error kernel;
	int error;

	transport->chosen = IPVS_NETLINK;
	error = family_try(&transport->family, &transport->ipvs, next_deadline(transport), &kernel);
	note_silence(transport, error);
	if (kernel.number == EPERM) {
		error = get_option(transport, IP_VS_SO_GET_INFO, &info, &length);
		if (!error)
			transport->chosen = IPVS_OPTIONS;
		if (!may_pass(error))
			return 0; /* or let the request itself tell what is not permitted */
	}
	if (error)
		transport->chosen = IPVS_AUTOMATIC;
	return error == -ENOENT ? -EOPNOTSUPP : error;
}

int transport_open_ipvs(struct transport *transport, struct netlink_error *ret_error)
{
	int error = open_once(transport, transport->ipvs.fd, open_ipvs);

	*ret_error = (struct netlink_error){.number = 0};
	if (transport->wanted)
		transport->chosen = transport->wanted;
	if (!error && (!transport->family.number || !transport->chosen))
		error = resolve_ipvs(transport, ret_error);
	if (error)
		return error;
	return transport->chosen ? 0 : choose_interface(transport);
}

int transport_load_ipvs(struct transport *transport)
{
	struct netlink_error kernel;

	transport->family.number = 0;
	return transport_open_ipvs(transport, &kernel);
}

/*
 * How a module refuses that is about to be unloaded: ip_vs_add_service() with ENOPROTOOPT, a dump,
 * in netlink_dump_start(), with EPROTONOSUPPORT.
 */
static bool is_leaving(int error)
{
	return error == -ENOPROTOOPT || error == -EPROTONOSUPPORT;
}

/* The module went away again before it was talked to. */
static int without_ipvs(int error)
{
	return error == -ESTALE || is_leaving(error) ? -EOPNOTSUPP : error;
}

/* While the module is not there nobody knows the options, which are numbers of its own. */
static bool load_options(struct transport *transport, int error)
{
	return error == -ENOPROTOOPT && !transport_load_ipvs(transport);
}

int transport_set_option(struct transport *transport, int number, const void *data, uint32_t length)
{
	int error = set_option(transport, number, data, length);

	if (load_options(transport, error))
		error = set_option(transport, number, data, length);
	return without_ipvs(error);
}

int transport_get_option(struct transport *transport, int number, void *data, uint32_t *length)
{
	int error = get_option(transport, number, data, length);

	if (load_options(transport, error))
		error = get_option(transport, number, data, length);
	return without_ipvs(error);
}

/*
 * The number of the family is IPVS's until its module is unloaded, and then nobody's: a request is
 * answered with ENOENT. The kernel hands out a thousand other numbers before this one comes again,
 * so that it becomes somebody else's only under a handle that rests for long: that one listens to
 * nlctrl, and looks the number up where it was told of IPVS, or may not have heard all.
 */
enum { ATTEMPTS = 2, RESTED = 1000 /* milliseconds */ };

static int open_events(void *data)
{
	return family_open_events(&((struct transport *)data)->family);
}

/*
 * What fails here costs a look-up whenever the handle has rested, and nothing else. Entering a
 * namespace again may be forbidden by now, and would be tried in vain each time.
 */
static void listen_to_nlctrl(struct transport *transport)
{
	int error = open_once(transport, transport->ipvs.fd, open_ipvs);

	if (!error)
		error = run_inside(transport, open_events, transport);
	if (!error)
		error = family_listen(&transport->family, &transport->ipvs,
				      next_deadline(transport));
	note_silence(transport, error);
	transport->family.deaf = error != 0;
}

static bool is_known(struct transport *transport, int64_t now)
{
	struct family *family = &transport->family;

	return family->number && (now - family->known <= RESTED || family_is_unchanged(family));
}

static int open_for_send(struct transport *transport, int64_t *ret_deadline,
			 struct netlink_error *ret_error)
{
	int64_t now = netlink_now();
	bool known = is_known(transport, now);
	int error;

	/* What happens between both is not missed. */
	if (!known && transport->family.number && !transport->family.events &&
	    !transport->family.deaf)
		listen_to_nlctrl(transport);
	if (!known)
		transport->family.number = 0;
	error = transport_open_ipvs(transport, ret_error);
	/* Loading the module takes its time. */
	*ret_deadline = deadline_at(transport, known ? now : netlink_now());
	return error;
}

/* After a send: whether it is to be repeated. */
static bool went_astray(struct transport *transport, int64_t deadline, int error)
{
	if (error == -ESTALE)
		transport->family.number = 0;
	else
		transport->family.known = deadline - transport->timeout;
	return error == -ESTALE;
}

/*
 * One request: -ESTALE when it was answered with ENOENT and the number is not IPVS's, and when the
 * module was about to be unloaded.
 */
static int send_request(struct transport *transport, struct nlmsghdr *request, int64_t deadline,
			netlink_handler handler, void *data, struct netlink_error *ret_error)
{
	struct netlink_question owner;
	struct netlink_error kernel;
	int error;

	request->nlmsg_type = transport->family.number;
	error = netlink_request(&transport->ipvs, request, deadline, handler, data, ret_error);
	note_answer(transport, &transport->ipvs, error);
	if (error != -ENOENT)
		return is_leaving(error) ? -ESTALE : error;
	if (family_question(&transport->family, &owner))
		return -ENOMEM;
	return netlink_request(&transport->ipvs, owner.request, deadline, owner.confirm, NULL,
			       &kernel)
		       ? -ESTALE
		       : error;
}

int transport_ipvs(struct transport *transport, struct nlmsghdr *request, netlink_handler handler,
		   void *data, struct netlink_error *ret_error)
{
	int64_t deadline;
	int error;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		error = open_for_send(transport, &deadline, ret_error);
		if (error)
			return error;
		error = send_request(transport, request, deadline, handler, data, ret_error);
		if (!went_astray(transport, deadline, error))
			return error;
	}
	return without_ipvs(error);
}

/*
 * The kernel lets no family come or go within one send: when the question ahead is answered with
 * IPVS, all that follows was for IPVS.
 */
static int send_batch(struct transport *transport, void *messages, size_t length, int64_t deadline,
		      netlink_failure failure, void *data)
{
	struct netlink_question owner;
	struct nlmsghdr *message;
	int error;

	if (family_question(&transport->family, &owner))
		return -ENOMEM;
	for (size_t at = 0; at < length; at += NLMSG_ALIGN(message->nlmsg_len)) {
		message = (void *)((char *)messages + at);
		message->nlmsg_type = transport->family.number;
	}
	error = netlink_send_batch(&transport->ipvs, &owner, messages, length, deadline, failure,
				   data);
	/* Each of many has a fate of its own. */
	note_answer(transport, &transport->ipvs, error ? error : transport->ipvs.repeated);
	return error;
}

int transport_ipvs_batch(struct transport *transport, void *messages, size_t length,
			 netlink_failure failure, void *data)
{
	struct netlink_error kernel;
	int64_t deadline;
	int error;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		error = open_for_send(transport, &deadline, &kernel);
		if (error)
			return error;
		error = send_batch(transport, messages, length, deadline, failure, data);
		if (!went_astray(transport, deadline, error))
			return error;
	}
	return without_ipvs(error);
}

static int request_rtnl(struct transport *transport, struct nlmsghdr *request,
			netlink_handler handler, void *data, struct netlink_error *ret_error)
{
	int error = open_once(transport, transport->rtnl.fd, open_rtnl);

	*ret_error = (struct netlink_error){.number = 0};
	if (error)
		return error;
	error = netlink_request(&transport->rtnl, request, next_deadline(transport), handler, data,
				ret_error);
	note_answer(transport, &transport->rtnl, error);
	return error;
}

enum { DUMPS = 20 /* of the same, while it comes torn */ };

/* So the handler gets to see nothing of a dump that has to be repeated. */
static int dump_rtnl(struct transport *transport, struct nlmsghdr *request, netlink_handler handler,
		     void *data, struct netlink_error *ret_error)
{
	struct kept kept = {.data = NULL};
	int error = -EAGAIN;

	for (int attempt = 0; attempt < DUMPS && error == -EAGAIN; attempt++) {
		kept_empty(&kept);
		error = request_rtnl(transport, request, kept_add, &kept, ret_error);
		transport->dump_repeated = attempt > 0;
	}
	if (!error)
		error = kept_hand_on(&kept, handler, data);
	kept_clear(&kept);
	return error;
}

int transport_rtnl(struct transport *transport, struct nlmsghdr *request, netlink_handler handler,
		   void *data, struct netlink_error *ret_error)
{
	return (netlink_is_dump(request) ? dump_rtnl : request_rtnl)(transport, request, handler,
								     data, ret_error);
}

struct open_packets {
	uint32_t index;
	uint16_t protocol;
	int fd;
};

static int open_packets(void *data)
{
	struct open_packets *opening = data;

	return packet_socket_open(opening->index, opening->protocol, &opening->fd);
}

int transport_open_packets(struct transport *transport, uint32_t index, uint16_t protocol,
			   int *ret_fd)
{
	struct open_packets opening = {.index = index, .protocol = protocol, .fd = -1};
	int error = run_inside(transport, open_packets, &opening);

	if (!error)
		*ret_fd = opening.fd;
	return error;
}

/* Without nf_tables the kernel has no such socket, or does not know whom the request is for. */
static int without_nft(int error)
{
	return error == -EPROTONOSUPPORT || error == -EAFNOSUPPORT ? -EOPNOTSUPP : error;
}

struct listening {
	struct events *events;
	enum events_source source;
	uint64_t groups;
};

static int listen_inside(void *data)
{
	const struct listening *listening = data;

	return events_listen(listening->events, listening->source, listening->groups);
}

static int find_groups_of_nlctrl(struct transport *transport, uint64_t *ret_groups)
{
	uint32_t group;
	int error = open_once(transport, transport->ipvs.fd, open_ipvs);

	if (!error)
		error = family_find_group(&transport->family, &transport->ipvs,
					  next_deadline(transport), &group);
	note_silence(transport, error);
	if (!error && group >= 64)
		error = -EOPNOTSUPP;
	if (!error)
		*ret_groups = (uint64_t)1 << group;
	return error;
}

int transport_listen(struct transport *transport, struct events *events, enum events_source source,
		     uint64_t groups)
{
	struct listening listening = {events, source, groups};
	int error =
		source == EVENTS_NLCTRL ? find_groups_of_nlctrl(transport, &listening.groups) : 0;

	if (!error)
		error = as_opening(run_inside(transport, listen_inside, &listening));
	return without_nft(error);
}

int transport_nft(struct transport *transport, struct nlmsghdr *request, netlink_handler handler,
		  void *data, struct netlink_error *ret_error)
{
	int error = open_once(transport, transport->nft.fd, open_nft);

	*ret_error = (struct netlink_error){.number = 0};
	if (error)
		return without_nft(error);
	error = netlink_request(&transport->nft, request, next_deadline(transport), handler, data,
				ret_error);
	note_answer(transport, &transport->nft, error);
	return error == -EINVAL ? -EOPNOTSUPP : error;
}

int transport_nft_transaction(struct transport *transport, void *messages, size_t length,
			      unsigned int *ret_failed, struct netlink_error *ret_error)
{
	int error = open_once(transport, transport->nft.fd, open_nft);

	*ret_failed = 0;
	*ret_error = (struct netlink_error){.number = 0};
	if (error)
		return without_nft(error);
	error = netlink_send_transaction(&transport->nft, messages, length,
					 next_deadline(transport), ret_failed, ret_error);
	note_answer(transport, &transport->nft, error);
	return error;
}

/* Whether the path has none but names of files: no "..", nothing empty. */
static bool is_below(const char *path)
{
	size_t length;

	for (;; path += length + 1) {
		length = strcspn(path, "/");
		if (!length || (length == 1 && *path == '.') ||
		    (length == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (!path[length])
			return true;
	}
}

/*
 * Never out of the folder, whatever the path and whatever is in there. Before Linux 5.6, or where a
 * filter of system calls does not know openat2(), the path alone, which has no "..", has to do.
 */
static int open_below(int folder, const char *path, int flags)
{
	const struct open_how how = {.flags = (uint64_t)flags,
				     .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
						RESOLVE_NO_MAGICLINKS};
	int fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof(how));

	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = openat(folder, path, flags | O_NOFOLLOW);
	return fd < 0 ? -errno : fd;
}

static int open_sysctl_file(struct transport *transport, const char *path, int flags)
{
	int error =
		is_below(path) ? open_once(transport, transport->sysctl_fd, open_sysctl) : -EINVAL;

	return error ? error : open_below(transport->sysctl_fd, path, flags | O_CLOEXEC);
}

int transport_read_sysctl_text(struct transport *transport, const char *path, char *text,
			       size_t size)
{
	int fd = open_sysctl_file(transport, path, O_RDONLY), error = 0, length;

	if (fd < 0)
		return fd;
	length = file_read(fd, text, size - 1);
	if (length < 0)
		error = length;
	else if ((size_t)length == size - 1)
		error = -EBADMSG; /* more may follow */
	else if (length && text[length - 1] != '\n')
		error = -EIO; /* cut: the rest is not to be had any more */
	close(fd);
	text[error ? 0 : length] = '\0';
	return error;
}

int transport_write_sysctl_text(struct transport *transport, const char *path, const char *text)
{
	int fd = open_sysctl_file(transport, path, O_WRONLY), error = 0, written;
	size_t length = strlen(text);

	if (fd < 0)
		return fd;
	written = file_write(fd, text, length);
	if (written < 0)
		error = written;
	else if ((size_t)written != length)
		error = -EIO;
	close(fd);
	transport->in_doubt |= error != 0;
	return error;
}

/* A number that fits, and nothing behind it but white space. */
static bool take_number(const char *text, int32_t *ret_number)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(text, &end, 10);
	if (end == text || end[strspn(end, " \t\n")] || errno || number < INT32_MIN ||
	    number > INT32_MAX)
		return false;
	*ret_number = (int32_t)number;
	return true;
}

int transport_read_sysctl(struct transport *transport, const char *path, int32_t *ret_value)
{
	char text[32];
	int error = transport_read_sysctl_text(transport, path, text, sizeof(text));

	return error || take_number(text, ret_value) ? error : -EBADMSG;
}

int transport_write_sysctl(struct transport *transport, const char *path, int32_t value)
{
	char text[16];

	snprintf(text, sizeof(text), "%" PRId32 "\n", value);
	return transport_write_sysctl_text(transport, path, text);
}

int transport_list_sysctls(struct transport *transport, const char *folder,
			   int (*handler)(const char *name, void *data), void *data)
{
	int fd = open_sysctl_file(transport, folder, O_RDONLY | O_DIRECTORY), error = 0;
	struct dirent *entry;
	DIR *list;

	if (fd < 0)
		return fd;
	list = fdopendir(fd);
	if (!list) {
		error = -errno;
		close(fd);
		return error;
	}
	while (!error && (errno = 0, entry = readdir(list)))
		if (entry->d_name[0] != '.')
			error = handler(entry->d_name, data);
	if (!error)
		error = -errno;
	closedir(list);
	return error;
}

/* What a file may not be opened for is seen, what else goes wrong is not. */
static int as_seen(int error)
{
	return error == -EACCES || error == -EPERM || error == -EROFS || error == -ENOENT ? 0
											  : error;
}

int transport_sysctl_writable(struct transport *transport, const char *path)
{
	int fd = open_sysctl_file(transport, path, O_WRONLY);

	if (fd < 0)
		return as_seen(fd);
	close(fd);
	return 1;
}

bool transport_sysctl_unreadable(struct transport *transport, const char *path)
{
	int fd = open_sysctl_file(transport, path, O_PATH);
	struct stat status;
	bool unreadable;

	if (fd < 0)
		return false;
	unreadable = !fstat(fd, &status) && !(status.st_mode & (S_IRUSR | S_IRGRP | S_IROTH));
	close(fd);
	return unreadable;
}

struct proc_net {
	const char *name;
	int fd;
};

static int open_proc_net(void *data)
{
	struct proc_net *file = data;
	char path[64];

	/* /proc/net is that of the process's first thread, wherever this one is. */
	snprintf(path, sizeof(path), "/proc/thread-self/net/%s", file->name);
	file->fd = open(path, O_RDONLY | O_CLOEXEC);
	return file->fd < 0 ? -errno : 0;
}

int transport_open_newer_ipvs_file(struct transport *transport, const char *name)
{
	struct proc_net file = {.name = name};
	int error = run_inside(transport, open_proc_net, &file);

	return error ? error : file.fd;
}

int transport_open_ipvs_file(struct transport *transport, const char *name)
{
	int result = transport_open_newer_ipvs_file(transport, name);

	if (result == -ENOENT) {
		result = transport_load_ipvs(transport);
		if (!result)
			result = transport_open_newer_ipvs_file(transport, name);
	}
	return result == -ENOENT ? -EOPNOTSUPP : result;
}

void transport_close_file(int fd)
{
	close(fd);
}

static int read_boot_id(char boot[64])
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	int size;

	if (fd < 0)
		return -errno;
	size = file_read(fd, boot, 63);
	close(fd);
	if (size < 0)
		return size;
	boot[size] = '\0';
	if (!strchr(boot, '\n'))
		return -EIO;
	*strchr(boot, '\n') = '\0';
	return 0;
}

int transport_identify(struct transport *transport, char boot[64], char netns[32])
{
	int error = open_once(transport, transport->rtnl.fd, open_rtnl);
	uint64_t cookie;
	socklen_t size = sizeof(cookie);
	struct stat status;

	if (error)
		return error;
	/* Before Linux 5.14 there is no cookie, and the inode has to do. */
	if (getsockopt(transport->rtnl.fd, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &size)) {
		if (errno != ENOPROTOOPT || fstat(transport->netns.fd, &status))
			return -errno;
		cookie = status.st_ino;
	}
	snprintf(netns, 32, "%" PRIu64, cookie);
	return read_boot_id(boot);
}
