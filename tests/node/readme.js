// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs the first snippet of a page: readme.js PAGE. Where there is no IPVS, or no right to use it, as far as that; the
// others of the page have to be JavaScript.
'use strict';

const fs = require('node:fs');
const vm = require('node:vm');
const lvsdr = require('lvsdr');

const page = fs.readFileSync(process.argv[2], 'utf8');
const snippets = [...page.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
const [first] = snippets.map((code) => vm.compileFunction(`return (async () => {\n${code}\n})();`, ['require']));
console.log(`${snippets.length} snippets, on ${lvsdr.libraryPath()}`);

async function main() {
  try {
    await first(require);
  } catch (error) {
    if (!(error instanceof lvsdr.UnsupportedError || error instanceof lvsdr.PrivilegeError)) throw error;
    console.log('as far as this kernel goes:', error.message);
    process.exitCode = process.argv.includes('--any-kernel') ? 0 : 1;
  }
}

main();
