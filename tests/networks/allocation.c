// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Part of the preloaded library: the allocations of the process, which are counted and may fail.
 *
 * A program that does not call fault_arm() is told by LVSDR_ALLOCATION="N [on] [program]": the N-th
 * one that liblvsdr makes, or anything that it calls, fails, with "on" all that follow too. With
 * "program" those of the program count, which has the library's insides in it. When it does, the
 * file LVSDR_ALLOCATION_FAILED is made.
 */
#include "fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DEEPEST = 64 };

static atomic_long pieces;

long fault_pieces(void)
{
	return pieces;
}

/* ---- Those of liblvsdr, wherever it is used. */

static struct {
	uintptr_t begin, end; /* of liblvsdr's code */
	long nth;
	bool on, program;
	const char *failed;
	atomic_long count;
} chosen;

static _Thread_local bool looking;

static int find_library(struct dl_phdr_info *object, size_t size, void *data)
{
	(void)size;
	(void)data;
	if (chosen.program ? *object->dlpi_name != 0 : !strstr(object->dlpi_name, "/liblvsdr.so"))
		return 0;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];

		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		chosen.begin = object->dlpi_addr + part->p_vaddr;
		chosen.end = chosen.begin + part->p_memsz;
	}
	return 1;
}

static bool is_inside(const void *address)
{
	return (uintptr_t)address >= chosen.begin && (uintptr_t)address < chosen.end;
}

static bool is_for_library(void)
{
	void *callers[DEEPEST];
	int count;

	if (!chosen.end)
		dl_iterate_phdr(find_library, NULL);
	count = chosen.end ? backtrace(callers, DEEPEST) : 0;
	for (int i = 0; i < count; i++)
		if (is_inside(callers[i]))
			return true;
	return false;
}

static void tell_failed(void)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, chosen.failed, O_CREAT | O_WRONLY, 0600);

	if (fd >= 0)
		close(fd);
}

/* Looking may allocate itself. */
static bool is_chosen(void)
{
	long number;
	bool counted;

	if (!chosen.nth || looking)
		return false;
	looking = true;
	counted = is_for_library();
	looking = false;
	number = counted ? ++chosen.count : 0;
	if (number < chosen.nth || (number > chosen.nth && !chosen.on))
		return false;
	if (chosen.failed && number == chosen.nth)
		tell_failed();
	return true;
}

void allocation_arm(long nth, int on)
{
	chosen.nth = 0;
	chosen.count = 0;
	chosen.on = on;
	chosen.nth = nth;
}

int allocation_reached(void)
{
	return chosen.count >= chosen.nth;
}

__attribute__((constructor)) static void arm_by_environment(void)
{
	const char *words = getenv("LVSDR_ALLOCATION");

	if (!words)
		return;
	chosen.failed = getenv("LVSDR_ALLOCATION_FAILED");
	chosen.on = strstr(words, "on") != NULL;
	chosen.program = strstr(words, "program") != NULL;
	chosen.nth = strtol(words, NULL, 10);
}

/* ---- */

static bool fails(void)
{
	if (!fault_of_allocation() && !is_chosen())
		return false;
	errno = ENOMEM;
	return true;
}

static void *counted(void *memory)
{
	pieces += memory != NULL;
	return memory;
}

/* Those of the C library, or of a sanitizer or valgrind, which has to see them. */
#define REAL(name)                                                                                 \
	static __typeof__(name) *real;                                                             \
	if (!real)                                                                                 \
	*(void **)&real = dlsym(RTLD_NEXT, #name)

void *malloc(size_t size)
{
	REAL(malloc);
	return fails() ? NULL : counted(real(size));
}

void *calloc(size_t count, size_t size)
{
	REAL(calloc);
	return fails() ? NULL : counted(real(count, size));
}

void *realloc(void *old, size_t size)
{
	REAL(realloc);
	void *memory = fails() ? NULL : real(old, size);

	return old ? memory : counted(memory);
}

void free(void *memory)
{
	REAL(free);
	pieces -= memory != NULL;
	real(memory);
}
