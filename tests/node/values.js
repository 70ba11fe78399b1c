// SPDX-License-Identifier: LGPL-2.1-or-later
// The package without a kernel. With --expose-gc.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const lvsdr = require('lvsdr');
const report = require('./report');

const { Dest, Service, State } = lvsdr;

report({
  'members are those that were set'() {
    const service = new Service('udp', '[2001:db8::41]:53', { scheduler: 'sh', persistence: 300 });
    service.onePacket = true;
    service.schedulerFlags = lvsdr.SCHEDULER_SH_FALLBACK;
    const { family, address, port, scheduler, persistence, onePacket, schedulerFlags } = service;
    assert.deepEqual({ family, address, port, scheduler, persistence, onePacket, schedulerFlags }, {
      family: 'ipv6', address: '2001:db8::41', port: 53, scheduler: 'sh', persistence: 300, onePacket: true,
      schedulerFlags: lvsdr.SCHEDULER_SH_FALLBACK,
    });
    assert.equal(Service.fwmark('ipv4', 2 ** 32 - 1).fwmark, 2 ** 32 - 1);
    const dest = new Dest('192.168.1.20', { upperThreshold: 100, lowerThreshold: 80 });
    assert.equal(dest.port, undefined);
    dest.setTunnel(lvsdr.TUNNEL_GUE, 6080, 0);
    assert.deepEqual([dest.upperThreshold, dest.lowerThreshold, dest.tunnelPort], [100, 80, 6080]);
    assert.equal(JSON.parse(JSON.stringify(dest)).tunnelType, lvsdr.TUNNEL_GUE);
  },

  'failures have a class and details'() {
    assert.throws(() => new Dest('192.168.1.20', { weight: -1 }), {
      name: 'InvalidError', code: 'EINVAL', errno: -os.constants.errno.EINVAL, operation: 'set', field: 'weight',
      object: 'weight of 192.168.1.20', kernelErrno: 0,
      message: 'cannot set weight of 192.168.1.20: -1 is not between 0 and 2147483647',
    });
    assert.throws(() => State.fromJSON('{'), lvsdr.FormatError);
    assert.throws(() => lvsdr.open('no-such-name'), lvsdr.LvsdrError);
    assert(lvsdr.NoDeviceError.prototype instanceof lvsdr.NotFoundError);
  },

  'wrong types and ranges are refused before the library is called'() {
    const host = lvsdr.open();
    for (const [call, words] of [
      [() => new Dest('192.168.1.20', { weight: '3' }), /weight: an integer from -2147483648 to 2147483647/],
      [() => new Dest('192.168.1.20', { weight: 2 ** 31 }), /weight/],
      [() => new Dest('192.168.1.20', { wight: 1 }), /no field "wight"/],
      [() => new Dest('192.168.1.20\0'), /without NUL/],
      [() => new Dest(), /address: a text/],
      [() => Service.fwmark('ipv4', -1), /fwmark/],
      [() => Service.fwmark('ipv4', 1.5), /fwmark/],
      [() => host.addService('web'), /a Service is expected/],
      [() => host.addService(), /a Service is expected/],
      [() => host.plan({}, 'everything'), /a State is expected/],
      [() => host.read('everything', ['service']), /no state "service"/],
      [() => host.newPlan().makeGraceful(60, { active: true }), /no drain "active"/],
      [() => host.newPlan().makeGraceful(-1), /a number of seconds/],
      [() => { host.timeout = NaN; }, /timeout/],
      [() => { host.insist = 1; }, /true or false/],
    ]) assert.throws(call, words);
  },

  'states give plain objects that are taken again'() {
    const rules = '-A -t 192.168.1.41:80 -s rr\n-a -t 192.168.1.41:80 -r 192.168.1.20 -w 7\n-A -f 8 -6 -s rr\n';
    const services = State.fromText(rules).services();
    const web = services.find(({ port }) => port === 80);
    assert.deepEqual([services.length, web.dests.length, web.dests[0].weight, web.counters], [2, 1, 7, undefined]);
    const other = new State(['services', 'vips']);
    for (const service of services) {
      other.addService(service);
      for (const dest of service.dests) other.addDest(service, { ...dest, weight: 9 });
    }
    assert.deepEqual(other.parts.sort(), ['services', 'vips']);
    assert.deepEqual(other.services().find(({ port }) => port === 80).dests[0], { ...web.dests[0], weight: 9 });
    other.addVip(new lvsdr.Vip('192.168.1.41', 'lo'));
    assert.equal(other.vips()[0].device, 'lo');
    assert.match(other.toText('rules').lost, /vips/);
    assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(other))).sort(), ['lvsdr_state', 'services', 'vips']);
  },

  'a state has the scope that it is meant for'() {
    const state = State.fromJSON('{"lvsdr_state": 1, "scope": "192.168.1.41", "services": []}');
    assert.equal(state.scope, '192.168.1.41');
    assert.throws(() => { state.scope = '192.168.1'; }, lvsdr.InvalidError);
    assert.throws(() => { state.scope = null; }, /scope: a text/);
    state.scope = ['192.168.1.41', 'fwmark:7'];
    assert.equal(JSON.parse(JSON.stringify(state)).scope, '192.168.1.41 fwmark:7');
    state.scope = undefined;
    assert.equal(state.scope, undefined);
    // None is given, and the state has none either: it is refused before the kernel is asked.
    assert.throws(() => lvsdr.open().plan(state), { name: 'InvalidError', message: /scope/ });
  },

  'hosts and plans keep what was set'() {
    const [host, plan] = [lvsdr.open(), lvsdr.open().newPlan()];
    host.timeout = 1.9995;
    host.insist = true;
    host.ipvsInterface = lvsdr.IPVS_NETLINK;
    host.setTrace(undefined, { time: true });
    plan.keepGoing = true;
    const { timeout, insist, ipvsInterface, traceDetails } = host;
    assert.deepEqual({ timeout, insist, ipvsInterface, traceDetails }, {
      timeout: 2, insist: true, ipvsInterface: lvsdr.IPVS_NETLINK, traceDetails: { time: true, result: false },
    });
    assert.deepEqual([plan.keepGoing, plan.status, plan.statusName], [true, lvsdr.PLAN_DONE, 'done']);
    assert.equal(lvsdr.formats()[0], 'json');
  },

  'what is closed is refused'() {
    const host = lvsdr.open();
    const [plan, state, web] = [host.newPlan(), new State(), new Service('tcp', '192.168.1.41:80')];
    for (let i = 0; i < 2; i++) [host, state, web].forEach((each) => each.close());
    for (const call of [
      () => plan.apply(), () => plan.stepCount, () => host.addService(web), () => host.newPlan(), () => web.scheduler,
      () => state.services(), () => state.toJSONText(), () => host.timeout, () => new State().addService(web),
    ]) assert.throws(call, lvsdr.ClosedError);
    plan.close();
  },

  // 300 states with 2,000 destinations each would be 60 MB.
  async 'garbage is freed'() {
    const megabytes = () => process.memoryUsage().rss / 2 ** 20;
    const dests = Array.from({ length: 2000 }, (_, i) => `-a -t 192.168.1.41:80 -r 10.0.${i >> 8}.${i & 255}\n`);
    const rules = `-A -t 192.168.1.41:80\n${dests.join('')}`;
    const before = megabytes();
    for (let i = 0; i < 300; i++) {
      State.fromText(rules);
      lvsdr.open().newPlan();
      if (i % 10 === 9) {
        global.gc();
        await new Promise(setImmediate);
      }
    }
    assert(megabytes() < before + 25, `from ${before} to ${megabytes()} MB`);
  },

  'the types know what there is'() {
    const lib = path.dirname(require.resolve('lvsdr'));
    const types = ['errors', 'members', 'index'].map((name) => fs.readFileSync(path.join(lib, `${name}.d.ts`), 'utf8'));
    const told = new Set([...types.join('').matchAll(/^export (?:class|const|function) (\w+)/gm)].map(([, name]) => name));
    assert.deepEqual(Object.keys(lvsdr).filter((name) => !told.has(name)), []);
    assert.deepEqual([...told].filter((name) => !(name in lvsdr)), []);
    for (const [name, kind] of Object.entries({ Host: lvsdr.Host, Plan: lvsdr.Plan, State, Watch: lvsdr.Watch })) {
      const methods = Object.getOwnPropertyNames(kind.prototype)
        .filter((each) => !['constructor', 'guard', 'pointer'].includes(each));
      assert.deepEqual(methods.filter((each) => !new RegExp(`\\b${each}\\b`).test(types.join(''))), [], name);
    }
  },
});
