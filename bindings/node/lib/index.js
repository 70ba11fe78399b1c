// SPDX-License-Identifier: LGPL-2.1-or-later
// liblvsdr for Node.js; see ../README.md. Constants are here without their prefix: lvsdr.FORWARD_TUNNEL.
'use strict';

const { exported } = require('./errors');
const { Host } = require('./host');
const { libraryPath, version } = require('./library');
const { classes } = require('./objects');
const { Plan } = require('./plan');
const raw = require('./raw');
const { State, formats } = require('./state');
const { Watch } = require('./watch');

const kinds = Object.fromEntries(Object.values(classes).map((each) => [each.name, each]));

module.exports = {
  ...raw.CONSTANTS,
  ...exported,
  ...kinds, // Service, Dest, Vip ...
  Host,
  Plan,
  State,
  Watch,
  open: (netns, options) => new Host(netns, options),
  formats,
  libraryPath,
  version,
};
