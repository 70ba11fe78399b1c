/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Desired states that are written by hand, in YAML: they become JSON, which the library reads. */

#include <jansson.h>
#include <stddef.h>

/* Whether this lvsdrctl was built with libyaml; it says so if not. */
int yaml_is_there(void);
/*
 * The JSON of a text in YAML; NULL after it has printed why, with the line. `ret_lines` receives the
 * line of each value by its JSON pointer. Only what JSON has is accepted: neither anchors and
 * aliases nor tags, and no member twice.
 */
json_t *yaml_read(const char *path, const char *text, size_t size, json_t **ret_lines);
/* Prints JSON as YAML; the exit status. */
int yaml_print(json_t *json);
