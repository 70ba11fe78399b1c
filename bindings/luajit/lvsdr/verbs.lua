-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What can be done with each kind of object, by a host and by a plan alike.
return {
  service = { "add", "update", "remove", "read" },
  dest = { "add", "update", "remove", "read" },
  vip = { "add", "update", "remove", "read" },
  mark = { "add", "update", "remove", "read" },
  sync_daemon = { "add", "update", "remove", "read" },
  arp_policy = { "update", "read" },
  timeouts = { "update", "read" },
  sysctl = { "update", "read" },
}
