// SPDX-License-Identifier: LGPL-2.1-or-later
// What waits, and what only a kernel with IPVS can show: kernel.js NETNS
'use strict';

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const lvsdr = require('lvsdr');
const report = require('./report');

const netns = process.argv[2];

// What a command in the network namespace prints.
function shell(command) {
  return execFileSync('ip', ['netns', 'exec', netns, 'bash', '-c', command], { encoding: 'utf8' });
}

// A host without services.
function open() {
  shell('ipvsadm -C');
  return lvsdr.open(netns);
}

function tenThousand() {
  const web = new lvsdr.Service('tcp', '192.168.1.41:80');
  const state = new lvsdr.State();
  state.addService(web);
  for (let i = 0; i < 10000; i++) {
    const dest = new lvsdr.Dest(`10.1.${Math.floor(i / 250)}.${1 + i % 250}`);
    state.addDest(web, dest);
    dest.close();
  }
  return state;
}

report({
  async 'a plan is applied in slices, beside other work, until its signal'() {
    const host = open();
    const plan = host.plan(tenThousand(), '192.168.1.41');
    const [abort, seen] = [new AbortController(), []];
    const applying = plan.applyAsync({
      slice: 0.001,
      signal: abort.signal,
      progress(done, total) {
        seen.push([done, total]);
        abort.abort();
      },
    });
    for (const call of [() => host.read('everything'), () => plan.stepCount, () => plan.close(), () => host.close()]) {
      assert.throws(call, lvsdr.BusyError);
    }
    await assert.rejects(applying, { name: 'AbortError' });
    const there = shell('ipvsadm -Ln').match(/10\.1\./g)?.length ?? 0;
    assert(seen.length === 1 && seen[0][1] === 10001 && there < 10000, `${seen} ${there}`);
    assert.equal(host.read('everything').services()[0]?.dests.length ?? 0, there);
    assert.equal(plan.undo(), true);
    assert.equal(shell('ipvsadm -Sn'), '');
  },

  async 'the event loop goes on meanwhile'() {
    const host = open();
    const plan = host.plan(tenThousand(), '192.168.1.41');
    let ticks = 0;
    const clock = setInterval(() => ticks++, 1);
    assert.equal(await plan.applyAsync({ slice: 3600 }), true);
    clearInterval(clock);
    assert(ticks > 0, `${ticks} ticks`);
    assert.equal(shell('ipvsadm -Ln').match(/10\.1\./g).length, 10000);
    assert.equal(await plan.applyAsync(), false);
  },

  async 'a failure in a slice is that of the library'() {
    const host = open();
    const plan = host.newPlan();
    plan.addService(new lvsdr.Service('tcp', '192.168.1.41:80', { scheduler: 'nosuch' }));
    await assert.rejects(plan.applyAsync(), { name: 'NotFoundError', code: 'ENOENT', message: /nosuch/ });
    assert.equal(plan.step(0).statusName, 'failed');
    assert.match(String(plan), /1 step:\n {2}ipvsadm .*\n {2}# failed: /);
  },

  async 'draining waits, and goes on'() {
    const host = open();
    const [dns, rs1] = [new lvsdr.Service('udp', '192.168.1.41:53'), new lvsdr.Dest('192.168.1.20')];
    host.addVip(new lvsdr.Vip('192.168.1.41', 'lo'));
    host.addService(dns);
    host.addDest(dns, rs1);
    shell('echo ask >/dev/udp/192.168.1.41/53');
    const left = await host.drainDest(dns, rs1, 0.3);
    assert.equal(left.done, false);
    assert.equal(left.active + left.inactive, 1n);
    assert.match(shell('ipvsadm -Sn'), /-r 192\.168\.1\.20:53 -g -w 0/);
    await assert.rejects(host.drainDest(dns, rs1, 60, { signal: AbortSignal.timeout(200) }), { name: 'TimeoutError' });
    assert.equal((await host.drainDest(dns, rs1, 60, { activeOnly: true })).done, true);
    assert.doesNotMatch(shell('ipvsadm -Sn'), /-a/);
  },

  async 'a watch waits'() {
    const host = open();
    const watch = host.watch('192.168.1.45', ['vips'], 3600);
    while ((await watch.wait({ timeout: 0.3 })).length); // what was there before
    setTimeout(() => execFileSync('ip', ['-n', netns, 'addr', 'add', '192.168.1.45/32', 'dev', 'lo']), 100);
    for await (const parts of watch) {
      assert.deepEqual(parts, ['vips']);
      break;
    }
    await assert.rejects(watch.wait({ signal: AbortSignal.abort() }), { name: 'AbortError' });
    watch.close();
    await assert.rejects(watch.wait(), lvsdr.ClosedError);
  },

  async 'failures of the kernel'() {
    const host = open();
    const web = new lvsdr.Service('tcp', '192.168.1.41:80');
    assert.throws(() => host.addDest(web, new lvsdr.Dest('192.168.1.20')), { name: 'NoServiceError', code: 'ESRCH' });
    host.addService(web);
    web.scheduler = 'nosuch';
    assert.throws(() => host.addService(web), lvsdr.ExistsError);
    assert.throws(() => host.updateService(web), { code: 'ENOENT', kernelErrno: 2, field: 'scheduler' });
    assert(host.features().includes('ipvs') && host.ipvsVersion() > 0);
  },
});
