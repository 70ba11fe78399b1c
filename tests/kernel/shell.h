/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Commands where the test is itself: of tests that make namespaces of their own. witness.h runs
 * them in the namespace "t".
 */

/* It has to succeed. */
void shell_run(const char *command);
/* What it prints, however it ends; to be freed. */
char *shell_ask(const char *command);
