// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs tests one after another, and reports each as the other tests of the project are: report({ name: function }).
'use strict';

module.exports = async function report(tests) {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`[       OK ] node: ${name}`);
    } catch (error) {
      console.log(error.stack);
      console.log(`[  FAILED  ] node: ${name}`);
      process.exitCode = 1;
    }
  }
};
