// SPDX-License-Identifier: LGPL-2.1-or-later
// A state from what ipvsadm --save writes, and to what ipvsadm --restore takes.
'use strict';

const lvsdr = require('lvsdr');
const { loadState, netns, readFile, tell } = require('./scenario');

const host = lvsdr.open(netns);
const state = lvsdr.State.fromText(readFile('web.rules'));
const more = loadState('full.json');

// Gives what cannot be told in rules.
function showRules(which) {
  const { text, lost } = which.toText('rules');
  console.log(`to rules: ${lost ? 1 : 0}`);
  process.stdout.write(text);
  return lost;
}

console.log(state.toJSONText());
showRules(state);
tell('apply', () => host.plan(state, 'everything').apply());

console.log(showRules(more));
