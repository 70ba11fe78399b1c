// SPDX-License-Identifier: LGPL-2.1-or-later
#include "killer.h"

#include "../check.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_SYSTEM_CALL = SIGTRAP | 0x80 };

static int places;

int killer_places(void)
{
	return places;
}

void killer_begin(void)
{
	if (raise(SIGSTOP))
		_exit(3);
}

static pid_t start(killer_function *function, const void *argument)
{
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	assert_true(child >= 0);
	if (child)
		return child;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(2);
	status = function(argument);
	fflush(stdout);
	_exit(status);
}

static bool is_stopped(pid_t child, int *ret_status)
{
	assert_int_equal(waitpid(child, ret_status, 0), child);
	return WIFSTOPPED(*ret_status);
}

static void end(pid_t child)
{
	int status;

	assert_int_equal(kill(child, SIGKILL), 0);
	while (is_stopped(child, &status))
		assert_int_equal(ptrace(PTRACE_CONT, child, NULL, NULL), 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* What is not of the tracing is the process's own business, but for the stops that this made. */
static int signal_to_pass_on(int status)
{
	int number = WSTOPSIG(status);

	return number == SIGSTOP || number == SIGTRAP || number == AT_SYSTEM_CALL ? 0 : number;
}

int killer_run(killer_function *function, const void *argument, int place)
{
	pid_t child = start(function, argument);
	bool begun = false;
	int status;

	if (place)
		places = 0;
	while (is_stopped(child, &status)) {
		if (!begun && WSTOPSIG(status) == SIGSTOP) {
			begun = true;
			assert_int_equal(ptrace(PTRACE_SETOPTIONS, child, NULL,
						PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL),
					 0);
		}
		if (WSTOPSIG(status) == AT_SYSTEM_CALL && ++places == place) {
			end(child);
			return KILLER_KILLED;
		}
		assert_int_equal(ptrace(begun && place ? PTRACE_SYSCALL : PTRACE_CONT, child, NULL,
					(void *)(long)signal_to_pass_on(status)),
				 0);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
