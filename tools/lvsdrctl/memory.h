/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * jansson drops a letter of a text, or the name of a member, when it finds no room for it, and goes on:
 * so its allocations are watched, and what it has made is used only if none of them has failed.
 */

void memory_watch(void); /* before anything else */
int memory_failed(void); /* whether one has failed since */
