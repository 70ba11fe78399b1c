// SPDX-License-Identifier: LGPL-2.1-or-later
// A host: one network namespace, and all that can be done there.
'use strict';

const { C } = require('./library');
const { defineCalls, defineReads } = require('./calls');
const connections = require('./connections');
const { classes, take } = require('./objects');
const { Guard, dispose, make } = require('./owner');
const { Plan } = require('./plan');
const raw = require('./raw');
const { within } = require('./scope');
const { State, readState } = require('./state');
const totals = require('./totals');
const { boolean, flags, flagNames, int32, milliseconds, text } = require('./values');
const { Watch } = require('./watch');

const opened = new FinalizationRegistry((guard) => guard.discard(() => C.lvsdr_free(guard.handle)));

function stateOf(value) {
  if (!(value instanceof State)) throw new TypeError(`a State is expected, not ${value}`);
  return value.pointer;
}

class Host {
  #guard = new Guard();

  // netns: undefined (that of the process), a name or path, or a descriptor. options: timeout (seconds), insist.
  constructor(netns, { timeout, insist } = {}) {
    opened.register(this, this.#guard, this);
    try {
      if (typeof netns === 'number') this.#guard.call('lvsdr_open_netns_fd', int32(netns, 'netns'));
      else if (netns !== undefined) this.#guard.call('lvsdr_open_netns', text(netns, 'netns'));
      if (timeout !== undefined) this.timeout = timeout;
      if (insist !== undefined) this.insist = insist;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get guard() {
    return this.#guard;
  }

  // States that were read stay; plans and watches of it cannot be used any more.
  close() {
    if (this.#guard.closed) return;
    this.#guard.idle();
    this.#guard.closed = true;
    opened.unregister(this);
    C.lvsdr_free(this.#guard.handle);
  }

  [dispose]() {
    this.close();
  }

  // How long one request waits for the kernel, in seconds.
  get timeout() {
    return C.lvsdr_get_timeout(this.#guard.live()) / 1000;
  }

  set timeout(seconds) {
    this.#guard.call('lvsdr_set_timeout', milliseconds(seconds, 'timeout'));
  }

  // Whether requests are sent that the kernel accepts although they cannot work.
  get insist() {
    return C.lvsdr_get_insist(this.#guard.live()) > 0;
  }

  set insist(insist) {
    this.#guard.call('lvsdr_set_insist', boolean(insist, 'insist'));
  }

  // IPVS_AUTOMATIC, IPVS_NETLINK or IPVS_SOCKET_OPTIONS.
  get ipvsInterface() {
    return C.lvsdr_get_ipvs_interface(this.#guard.live());
  }

  set ipvsInterface(ipvsInterface) {
    this.#guard.call('lvsdr_set_ipvs_interface', int32(ipvsInterface, 'ipvsInterface'));
  }

  // Every change as a classic command. fd: a descriptor, which is duplicated, or undefined to end the trace. options:
  // time, result.
  setTrace(fd, options = {}) {
    const details = flags('TRACE', options);
    this.#guard.call('lvsdr_set_trace', fd === undefined ? -1 : int32(fd, 'fd'));
    this.#guard.call('lvsdr_set_trace_details', details);
  }

  // { time, result }: what was set so.
  get traceDetails() {
    const names = flagNames('TRACE', C.lvsdr_get_trace_details(this.#guard.live()));
    return { time: names.includes('time'), result: names.includes('result') };
  }

  // How many lines of the trace could not be written.
  get traceLost() {
    return BigInt(C.lvsdr_get_trace_lost(this.#guard.live()));
  }

  #number(name) {
    const number = [null];
    this.#guard.call(name, number);
    return Number(number[0]);
  }

  // ["ipvs", "ipvs_admin", "ipv6" ...]
  features() {
    return flagNames('FEATURE', this.#number('lvsdr_read_features'));
  }

  ipvsVersion() {
    return this.#number('lvsdr_read_ipvs_version');
  }

  connectionTableSize() {
    return this.#number('lvsdr_read_connection_table_size');
  }

  removeAllServices() {
    return this.#guard.call('lvsdr_service_remove_all') > 0;
  }

  // How many rules in the tables of marks are none.
  readForeignMarks() {
    return this.#number('lvsdr_mark_read_foreign');
  }

  // Of one service, or of all.
  zeroCounters(service) {
    this.#guard.call('lvsdr_counters_zero', service ? take(classes.service, service).pointer : null);
  }

  // An iterator of the connection table; after a DeadlineError or FormatError another one begins anew.
  connections(service, dest) {
    return connections.iterate(this.#guard, service, dest);
  }

  countConnections(service, dest) {
    return connections.count(this.#guard, service, dest);
  }

  // Of the network namespace as a whole.
  totals() {
    return totals.read(this.#guard);
  }

  // Of each processor, by its number.
  processorTotals() {
    return totals.readProcessors(this.#guard);
  }

  // To the neighbours, so many times, with so many seconds between them.
  announceVip(vip, count = 3, interval = 1) {
    this.#guard.call('lvsdr_vip_announce', take(classes.vip, vip).pointer, int32(count, 'count'),
      milliseconds(interval, 'interval'));
  }

  // The MAC addresses that answer for an address within so many seconds.
  probeAddress(address, device, wait = 0) {
    const { MAC_SIZE, PROBE_MAX } = raw.CONSTANTS;
    const bytes = Buffer.alloc(MAC_SIZE * PROBE_MAX);
    const count = this.#guard.call('lvsdr_address_probe', text(address, 'address'), text(device, 'device'),
      milliseconds(wait, 'wait'), bytes, bytes.length);
    return Array.from({ length: count }, (_, i) =>
      Array.from(bytes.subarray(i * MAC_SIZE, (i + 1) * MAC_SIZE), (byte) => byte.toString(16).padStart(2, '0'))
        .join(':'));
  }

  // Weight 0, then in another thread the wait until the connections have ended, then the removal. options:
  // waitForTemplates, cutTemplates, activeOnly; signal, an AbortSignal. { done, active, inactive, templates }.
  async drainDest(service, dest, seconds, { signal, ...options } = {}) {
    const guard = this.#guard;
    const [wanted, drain] = [milliseconds(seconds, 'seconds'), flags('DRAIN', options)];
    // Nobody else has these, and so nobody changes them meanwhile.
    const ours = [classes.service.again(take(classes.service, service)), classes.dest.again(take(classes.dest, dest))];
    const end = performance.now() + wanted;
    for (;;) {
      signal?.throwIfAborted();
      const slice = Math.round(Math.max(0, Math.min(end - performance.now(), 500)));
      const left = [[null], [null], [null]];
      const done = (await guard.later('lvsdr_dest_drain', guard.live(), ...ours.map(({ pointer }) => pointer), drain,
        slice, ...left)) > 0;
      if (done || performance.now() >= end) {
        const [active, inactive, templates] = left.map(([number]) => BigInt(number));
        return { done, active, inactive, templates };
      }
    }
  }

  // scope: "192.168.1.41, fwmark:7", "everything", or an array. parts: "services", "vips", "arp_policies", "timeouts",
  // "sysctls", "sync_daemons", "marks", "counters".
  read(scope, parts = ['services']) {
    return within(this.#guard, scope, (ours) => readState(this.#guard, ours, parts));
  }

  // Tells which of these parts may have changed, those without a notice of the kernel every so many seconds. Open it,
  // then read the state.
  watch(scope, parts = ['services'], seconds = 1) {
    const [watched, interval] = [flags('STATE', parts), milliseconds(seconds, 'seconds')];
    return within(this.#guard, scope, (ours) =>
      new Watch(this, make(this.#guard, 'lvsdr_watch_open', ours, watched, interval)));
  }

  // The fewest steps from what is (or was observed) to what is desired. scope: undefined is that of the desired state,
  // which must have one.
  plan(desired, scope, observed) {
    const given = observed === undefined ? null : stateOf(observed);
    const planned = (ours) => new Plan(this, make(this.#guard, 'lvsdr_plan_between', ours, given, stateOf(desired)));
    return scope === undefined ? planned(null) : within(this.#guard, scope, planned);
  }

  newPlan() {
    return new Plan(this, make(this.#guard, 'lvsdr_plan_new'));
  }

  // A plan of its record, to undo it.
  planFromJSON(record) {
    const size = Buffer.byteLength(text(record, 'record'));
    return new Plan(this, make(this.#guard, 'lvsdr_plan_from_json', record, size));
  }
}

// add, update, remove: whether anything changed. read: a new object with all that the kernel has.
defineCalls(
  Host.prototype,
  (about) => about.verbs.filter((verb) => verb !== 'read'),
  (verb, kind) => `lvsdr_${kind}_${verb}`,
  (host, name, pointers) => host.guard.call(name, ...pointers) > 0,
);
defineReads(Host.prototype);

module.exports = { Host };
