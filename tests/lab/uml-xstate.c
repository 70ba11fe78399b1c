// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Preloaded into user-mode Linux on machines whose processors have more register state than it
 * knows of (AMX: 11,008 bytes where Linux 6.1 has room for 2,696). The machine's kernel takes the
 * whole state or none (arch/x86/kernel/fpu/regset.c), so each write is completed: what is missing
 * at the end is the initial state of registers that no program of the guest uses.
 */
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

enum { LARGEST = 65536 };

typedef long (*ptrace_function)(int request, pid_t pid, void *address, void *data);

/* User-mode Linux has one processor and makes these calls on one thread. */
static char state[LARGEST] __attribute__((aligned(64)));

static size_t whole_size(ptrace_function next, pid_t pid)
{
	static size_t size;
	static char probe[LARGEST] __attribute__((aligned(64)));
	struct iovec place = {probe, sizeof(probe)};

	if (!size && !next(PTRACE_GETREGSET, pid, (void *)NT_X86_XSTATE, &place))
		size = place.iov_len;
	return size;
}

long ptrace(enum __ptrace_request request, ...)
{
	static ptrace_function next;
	struct iovec whole, *part;
	void *address;
	va_list list;
	pid_t pid;

	va_start(list, request);
	pid = va_arg(list, pid_t);
	address = va_arg(list, void *);
	part = va_arg(list, struct iovec *);
	va_end(list);
	if (!next)
		next = (ptrace_function)dlsym(RTLD_NEXT, "ptrace");
	if ((int)request != PTRACE_SETREGSET || address != (void *)NT_X86_XSTATE)
		return next((int)request, pid, address, part);
	whole = (struct iovec){state, whole_size(next, pid)};
	if (whole.iov_len <= part->iov_len)
		return next((int)request, pid, address, part);
	memcpy(state, part->iov_base, part->iov_len);
	return next((int)request, pid, address, &whole);
}
