// SPDX-License-Identifier: LGPL-2.1-or-later
// Scopes: the virtual addresses and firewall marks that may be read or changed.
'use strict';

const { Owner, make } = require('./owner');
const { words } = require('./values');

class Scope extends Owner {}

// What `work` gives for a scope, "192.168.1.41, fwmark:7", or an array of such texts.
function within(guard, scope, work) {
  const owner = new Scope(guard, make(guard, 'lvsdr_scope_new', words(scope, 'scope')), 'lvsdr_scope_free');
  try {
    return work(owner.pointer);
  } finally {
    owner.close();
  }
}

module.exports = { within };
