// SPDX-License-Identifier: LGPL-2.1-or-later
#include "yaml.h"

#include "memory.h"
#include "say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

/* Words that would be read as something else, here or by a reader of YAML 1.1. */
static int needs_quotes(const char *text)
{
	static const char *const words[] = {"true", "false", "null", "yes", "no",
					    "on",   "off",   "y",    "n"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcasecmp(text, words[i]))
			return 1;
	return !((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z'));
}

static int emit_scalar(yaml_emitter_t *emitter, const char *text, int is_quoted)
{
	yaml_event_t event;

	return yaml_scalar_event_initialize(
		       &event, NULL, NULL, (const unsigned char *)text, (int)strlen(text), 1, 1,
		       is_quoted ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE) &&
	       yaml_emitter_emit(emitter, &event);
}

static int emit(yaml_emitter_t *emitter, json_t *json);

static int emit_list(yaml_emitter_t *emitter, json_t *list)
{
	yaml_event_t event;
	json_t *value;
	size_t i;

	if (!yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_ANY_SEQUENCE_STYLE) ||
	    !yaml_emitter_emit(emitter, &event))
		return 0;
	json_array_foreach(list, i, value) {
		if (!emit(emitter, value))
			return 0;
	}
	return yaml_sequence_end_event_initialize(&event) && yaml_emitter_emit(emitter, &event);
}

static int emit_object(yaml_emitter_t *emitter, json_t *object)
{
	yaml_event_t event;
	const char *name;
	json_t *value;

	if (!yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_ANY_MAPPING_STYLE) ||
	    !yaml_emitter_emit(emitter, &event))
		return 0;
	json_object_foreach(object, name, value) {
		if (!emit_scalar(emitter, name, 0) || !emit(emitter, value))
			return 0;
	}
	return yaml_mapping_end_event_initialize(&event) && yaml_emitter_emit(emitter, &event);
}

/* Whether it succeeded. */
static int emit(yaml_emitter_t *emitter, json_t *json)
{
	char *text;
	int result;

	if (json_is_object(json))
		return emit_object(emitter, json);
	if (json_is_array(json))
		return emit_list(emitter, json);
	if (json_is_string(json))
		return emit_scalar(emitter, json_string_value(json),
				   needs_quotes(json_string_value(json)));
	text = json_dumps(json, JSON_ENCODE_ANY);
	result = text && !memory_failed() && emit_scalar(emitter, text, 0);
	free(text);
	return result;
}

static int emit_document(yaml_emitter_t *emitter, json_t *json)
{
	yaml_event_t event;

	return yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) &&
	       yaml_emitter_emit(emitter, &event) &&
	       yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1) &&
	       yaml_emitter_emit(emitter, &event) && emit(emitter, json) &&
	       yaml_document_end_event_initialize(&event, 1) &&
	       yaml_emitter_emit(emitter, &event) && yaml_stream_end_event_initialize(&event) &&
	       yaml_emitter_emit(emitter, &event);
}

int yaml_print(json_t *json)
{
	yaml_emitter_t emitter;
	int result = 0;

	if (yaml_emitter_initialize(&emitter)) {
		yaml_emitter_set_output_file(&emitter, stdout);
		result = emit_document(&emitter, json);
		yaml_emitter_delete(&emitter);
	}
	if (!result && !ferror(stdout))
		return out_of_memory();
	return end_output();
}
