// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "top-screen.h"

#include "limit.h"

#include <stdio.h>

#ifdef HAVE_NCURSES

#include <curses.h>
#include <stdlib.h>
#include <term.h>
#include <time.h>
#include <unistd.h>

static SCREEN *screen;

/* A dumb terminal is a known one. */
static bool has_cursor(void)
{
	const char *address = tigetstr("cup");

	return address && address != (const char *)-1;
}

void screen_end(void)
{
	endwin();
	delscreen(screen);
}

int screen_begin(void)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		fputs("lvsdrctl: top needs a terminal; --batch needs none\n", stderr);
		return -1;
	}
	screen = newterm(NULL, stdout, stdin); /* initscr() would exit */
	if (!screen || !has_cursor()) {
		if (screen)
			screen_end();
		fputs("lvsdrctl: the terminal is of an unknown kind, or cannot move its cursor; "
		      "see TERM, or use --batch\n",
		      stderr);
		return -1;
	}
	cbreak();
	noecho();
	curs_set(0);
	keypad(stdscr, TRUE);
	return 0;
}

static void draw_line(int y, const char *line)
{
	mvaddnstr(y, 0, line, COLS);
	clrtoeol();
}

static void draw_head(const struct top *top, int32_t interval)
{
	char line[256], clock[16];
	time_t now = time(NULL);
	struct tm parts;

	strftime(clock, sizeof(clock), "%H:%M:%S", localtime_r(&now, &parts));
	snprintf(line, sizeof(line), "%s  %zu %s by %s, every %g s", clock, top->count,
		 top->by_service ? "services" : "real servers", top_columns[top->sort].name,
		 interval / 1000.0);
	draw_line(0, line);
	draw_line(1, "q quit  s services or real servers  c p b a i w sort by column");
	top_format_headings(line, sizeof(line));
	attron(A_REVERSE);
	draw_line(2, line);
	attroff(A_REVERSE);
}

/* ncurses leaves out what has no room. */
void screen_draw(const struct top *top, int32_t interval)
{
	char line[512];
	int y = 3;

	draw_head(top, interval);
	for (size_t i = 0; i < top->count && y < LINES; i++, y++) {
		top_format(&top->rows[i], line, sizeof(line));
		draw_line(y, line);
	}
	move(y, 0);
	clrtobot();
	refresh();
}

static int64_t now_in_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* In pieces, so that a signal that came before getch() does not wait for long. */
int screen_wait(int32_t milliseconds)
{
	int64_t end = now_in_milliseconds() + milliseconds, left;
	int key = ERR;

	while (key == ERR && limit_reached() == LIMIT_NONE) {
		left = end - now_in_milliseconds();
		if (left <= 0)
			return 0;
		timeout(left < 200 ? (int)left : 200);
		key = getch();
	}
	if (key == ('L' & 0x1f)) /* Ctrl-L: draw everything anew, as elsewhere */
		clearok(curscr, TRUE);
	return key == ERR ? 0 : key;
}

#else

int screen_begin(void)
{
	fputs("lvsdrctl: it was built without ncurses, and top has only --batch\n", stderr);
	return -1;
}

void screen_end(void)
{
}

void screen_draw(const struct top *top, int32_t interval)
{
	(void)top;
	(void)interval;
}

int screen_wait(int32_t milliseconds)
{
	(void)milliseconds;
	return 0;
}

#endif
