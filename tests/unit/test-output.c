/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is printed does nothing: neither to a terminal that shows it, nor to a shell that runs it.
 */
#include "../check.h"
#include "any-object.h"
#include "core/handle.h"
#include "plan/plan.h"
#include "util/escape.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 100, WORDS = 300, LONGEST = 60 };

static void check_shown(const char *text, bool lines)
{
	size_t length;

	for (const char *at = text; *at; at += length) {
		length = lines && *at == '\n' ? 1 : escape_shown(at);
		if (!length)
			fail_msg("byte %zu cannot be shown: %s", (size_t)(at - text), text);
	}
}

static void any_text(char text[LONGEST + 1])
{
	static const char special[] = "\\x0a5'\"`$;\x1b\x7f\x9b%-\n";
	size_t length = random_below(&numbers, LONGEST);

	for (size_t i = 0; i < length; i++)
		text[i] = random_once_in(&numbers, 3)
				  ? special[random_below(&numbers, sizeof(special) - 1)]
				  : (char)(1 + random_below(&numbers, 255));
	text[length] = '\0';
}

static void test_escapes(void **state)
{
	char text[LONGEST + 1], back[LONGEST + 1], shown[4 * LONGEST + 1];
	json_t *json;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		size_t room = 1 + random_below(&numbers, sizeof(shown));

		any_text(text);
		json = escape_to_json(text);
		assert_true(escape_from_json(json, back, sizeof(back)));
		assert_string_equal(back, text);
		assert_false(*text && escape_from_json(json, back, strlen(text)));
		json_decref(json);
		snprintf(shown, room, "%s", text);
		escape_text(shown, room);
		assert_true(strlen(shown) < room);
		check_shown(shown, false);
	}
}

static void test_what_is_shown(void **state)
{
	static const char *const pairs[][2] = {
		{"eth0", "eth0"},
		{"\xc3\xbc \xe4\xbd\xa0 \xf0\x9f\x90\xa7",
		 "\xc3\xbc \xe4\xbd\xa0 \xf0\x9f\x90\xa7"},
		{"\x1b[2J\n\t\x7f", "\\x1b[2J\\x0a\\x09\\x7f"},
		{"\xc2\x9b\x9b", "\\xc2\\x9b\\x9b"},
		{"\xc0\xaf\xed\xa0\x80", "\\xc0\\xaf\\xed\\xa0\\x80"},
		{"\xe2\x80\xae \xe4\xbd", "\\xe2\\x80\\xae \\xe4\\xbd"}};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		snprintf(text, sizeof(text), "%s", pairs[i][0]);
		escape_text(text, sizeof(text));
		assert_string_equal(text, pairs[i][1]);
	}
}

/* ---- Shells. */

/* In a folder of its own; 0 or the exit status. */
static int run_script(const char *shell, const char *script, const char *output)
{
	pid_t child = fork();
	int status = -1;

	assert_true(child >= 0);
	if (!child) {
		if (!freopen(output, "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(126);
		execl(shell, shell, "-c", script, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static const char *const shells[] = {"/bin/sh", "/bin/bash"};

static void test_words(void **state)
{
	char text[LONGEST + 1], read[LONGEST + 2], output[] = "/tmp/lvsdr-output-XXXXXX";
	struct text script = {0};
	int fd = mkstemp(output);
	FILE *file;
	size_t length;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (int i = 0; i < WORDS; i++) {
		any_text(text);
		if (*text && text[strlen(text) - 1] == '\n')
			continue; /* of which no shell's substitution leaves any */
		text_cut(&script, 0);
		text_add(&script, "printf '%%s' ");
		text_add_word(&script, text);
		check_shown(script.data, false);
		assert_int_equal(run_script(RANDOM_OF(&numbers, shells), script.data, output), 0);
		file = fopen(output, "r");
		assert_non_null(file);
		length = fread(read, 1, sizeof(read) - 1, file);
		read[length] = '\0';
		fclose(file);
		if (strcmp(read, text))
			fail_msg("%s gives another word", script.data);
	}
	unlink(output);
}

static void check_nothing_made(const char *command)
{
	if (!access("victim", F_OK))
		fail_msg("this wrote a file: %s", command);
}

/* Each kind as it is added, changed and removed; the programs themselves are not there. */
static void check_commands(struct lvsdr *host, const struct object_class *class)
{
	union object before, after, service;
	struct step step = {.class = class};
	const char *command;

	(void)host;
	make_object(class, &before);
	after = before;
	fill(class, &after, false);
	make_object(&service_class, &service);
	if (class->owner)
		before.dest.service = after.dest.service = &service.service;
	for (int verb = 0; verb < 3; verb++) {
		if (verb < 2 && !class->in_scope && !class->owner)
			continue;
		step.before = verb == 0 ? NULL : &before;
		step.after = verb == 1 ? NULL : &after;
		command = step_command(&step);
		assert_non_null(command);
		check_shown(command, true);
		run_script("/bin/sh", command, "/dev/null");
		check_nothing_made(command);
		check_shown(step_explanation(&step), false);
		step_clear(&step);
	}
}

static void test_commands(void **host)
{
	char folder[] = "/tmp/lvsdr-output-XXXXXX", *here = getcwd(NULL, 0);
	char *path = strdup(getenv("PATH"));

	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	setenv("PATH", folder, 1);
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < KIND_COUNT; i++)
			check_commands(*host, object_classes[i]);
	setenv("PATH", path, 1);
	assert_int_equal(chdir(here), 0);
	assert_int_equal(rmdir(folder), 0); /* it is empty */
	free(path);
	free(here);
}

/* What does not fit is not run in part. */
static void test_long_commands(void **state)
{
	struct lvsdr_mark mark = {
		.address = {AF_INET, {192, 168, 1, 41}}, .protocol = 6, .fwmark = 8};
	struct step step = {.class = &mark_class, .after = (const union object *)&mark};

	(void)state;
	memset(mark.device, 0x1b, sizeof(mark.device) - 1);
	assert_string_equal(step_command(&step), "# this command is too long to be shown");
	step_clear(&step);
}

/* ---- Sentences. */

static void test_sentences(void **host)
{
	static const char json[] =
		"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", \"device\": "
		"\"\\u001b[2J\\\\x9b:\\u009b\"}]}";
	struct lvsdr_state *state;
	struct lvsdr_vip *vip;

	check_refused(*host, lvsdr_vip_new(*host, "192.168.1.41", "a:\x1b[2J\n\x9b", &vip), -EINVAL,
		      "colon");
	check_shown(lvsdr_error_message(*host), false);
	check_shown(lvsdr_error_object(*host), false);
	check_refused(*host, lvsdr_vip_new(*host, "\x1b[2J", "eth0", &vip), -EINVAL, "\\x1b[2J");
	check_shown(lvsdr_error_message(*host), false);
	check_shown(lvsdr_error_object(*host), false);
	check_refused(*host, lvsdr_state_from_text(*host, "json", json, strlen(json), &state),
		      -EINVAL, "\\x1b[2J\\x9b:\\xc2\\x9b");
	check_shown(lvsdr_error_message(*host), false);
}

/* What the kernel says, and what does not fit into the message. */
static void test_kernel_texts(void **handle)
{
	const struct netlink_error kernel = {.number = EINVAL, .text = "\x1b[2J\xff"};
	struct lvsdr *host = *handle;
	char object[2000];

	memset(object, 0xc3, sizeof(object) - 1);
	object[sizeof(object) - 1] = '\0';
	error_set_kernel(host, -EINVAL, &kernel, OPERATION_READ, object, object);
	error_append(&host->error, "%s", object);
	check_shown(lvsdr_error_message(host), false);
	check_shown(lvsdr_error_object(host), false);
	assert_string_equal(lvsdr_error_kernel_text(host), "\\x1b[2J\\xff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_what_is_shown),
		cmocka_unit_test(test_words),
		cmocka_unit_test_setup_teardown(test_commands, handle_set_up, handle_tear_down),
		cmocka_unit_test(test_long_commands),
		cmocka_unit_test_setup_teardown(test_sentences, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_kernel_texts, handle_set_up, handle_tear_down),
	};

	numbers = random_start("output");
	return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
