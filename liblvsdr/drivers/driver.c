// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/driver.h"

#define DRIVER_LINE(NAME, name) [KIND_##NAME] = &name##_driver,
static const struct driver *const drivers[KIND_COUNT] = {KINDS(DRIVER_LINE)};
#undef DRIVER_LINE

const struct driver *driver_of(const struct object_class *class)
{
	return drivers[class->kind];
}

int driver_resolve(const struct object_class *class, struct lvsdr *host, enum operation operation,
		   union object *object)
{
	const struct driver *driver = driver_of(class);

	return driver->resolve ? driver->resolve(host, operation, object) : 0;
}

int driver_record(struct lvsdr *host, struct step *step)
{
	const struct driver *driver = driver_of(step->class);

	return driver->record ? driver->record(host, step) : 0;
}

int driver_restore_record(struct lvsdr *host, struct step *step)
{
	const struct driver *driver = driver_of(step->class);

	return driver->restore_record ? driver->restore_record(host, step) : 0;
}

void driver_describe_record(const struct step *step, struct text *text)
{
	const struct driver *driver = driver_of(step->class);

	if (driver->describe_record)
		driver->describe_record(step, text);
}
