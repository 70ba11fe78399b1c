// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/driver.h"

static const struct driver *const drivers[KIND_COUNT] = {
	[KIND_ARP_POLICY] = &arp_policy_driver,
	[KIND_SYSCTL] = &sysctl_driver,
	[KIND_TIMEOUTS] = &timeouts_driver,
	[KIND_SYNC_DAEMON] = &sync_daemon_driver,
	[KIND_MARK] = &mark_driver,
	[KIND_VIP] = &vip_driver,
	[KIND_SERVICE] = &service_driver,
	[KIND_DEST] = &dest_driver,
};

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

int driver_put_back(struct lvsdr *host, struct step *step)
{
	const struct driver *driver = driver_of(step->class);

	return driver->put_back ? driver->put_back(host, step) : 0;
}

void driver_tell_record(const struct step *step, struct text *text)
{
	const struct driver *driver = driver_of(step->class);

	if (driver->tell_record)
		driver->tell_record(step, text);
}
