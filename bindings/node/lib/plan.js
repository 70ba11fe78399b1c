// SPDX-License-Identifier: LGPL-2.1-or-later
// Plans: lists of steps, to be inspected, applied, recorded and undone.
'use strict';

const { C } = require('./library');
const { defineCalls } = require('./calls');
const { failure } = require('./errors');
const { Owner } = require('./owner');
const { within } = require('./scope');
const { boolean, camel, flags, int32, milliseconds, words } = require('./values');

const TEXTS = ['kind', 'before', 'after', 'service', 'command', 'explanation', 'note'];
const OBJECTS = ['before', 'after', 'service']; // JSON

class Plan extends Owner {
  #host;

  // The plan keeps its host.
  constructor(host, pointer) {
    super(host.guard, pointer, 'lvsdr_plan_free');
    this.#host = host;
  }

  get pointer() {
    this.guard.live();
    return super.pointer;
  }

  #call(name, ...parameters) {
    return this.guard.check(C[name](this.pointer, ...parameters));
  }

  // Steps that give a real server this weight in all services of a scope. addresses: a text, or an array. How many
  // destinations it has there.
  updateRealServer(scope, addresses, weight) {
    const [texts, number] = [words(addresses, 'addresses'), int32(weight, 'weight')];
    return within(this.guard, scope, (ours) => this.#call('lvsdr_plan_update_real_server', ours, texts, number));
  }

  removeRealServer(scope, addresses) {
    const texts = words(addresses, 'addresses');
    return within(this.guard, scope, (ours) => this.#call('lvsdr_plan_remove_real_server', ours, texts));
  }

  // A failed step: false (the default), what was done is undone; true, the others are carried out.
  get keepGoing() {
    return C.lvsdr_plan_get_keep_going(this.pointer) > 0;
  }

  set keepGoing(keepGoing) {
    this.#call('lvsdr_plan_set_keep_going', boolean(keepGoing, 'keepGoing'));
  }

  // What it removes is drained, for so many seconds. options: waitForTemplates, cutTemplates, activeOnly,
  // removeAtDeadline, setFallback, cutHashed. Whether there is anything to drain.
  makeGraceful(seconds = 60, options = {}) {
    return this.#call('lvsdr_plan_make_graceful', flags('DRAIN', options), milliseconds(seconds, 'seconds')) > 0;
  }

  // How many destinations a graceful plan has to remove yet, and their connections and templates, as BigInt.
  draining() {
    const [active, inactive, templates] = [[null], [null], [null]];
    const dests = this.#call('lvsdr_plan_get_draining', active, inactive, templates);
    return { dests, active: BigInt(active[0]), inactive: BigInt(inactive[0]), templates: BigInt(templates[0]) };
  }

  // Carries out the pending steps, and waits; whether there were any.
  apply() {
    return this.#call('lvsdr_plan_apply') > 0;
  }

  // The same in slices of so many seconds, in another thread: for await (const { done, total } of plan.slices()).
  // Whoever ends the loop keeps what was carried out, until undo().
  async *slices(seconds = 0.1) {
    const [total, limit] = [this.stepCount, milliseconds(seconds, 'seconds')];
    for (let left = [1]; Number(left[0]) > 0;) {
      left = [null];
      const changed = (await this.guard.later('lvsdr_plan_apply_for', this.pointer, limit, left)) > 0;
      yield { done: total - Number(left[0]), total, changed };
    }
  }

  // options: slice (seconds), progress(done, total), signal (an AbortSignal, asked after each slice).
  async applyAsync({ slice = 0.1, progress, signal } = {}) {
    let some = false;
    signal?.throwIfAborted();
    for await (const { done, total, changed } of this.slices(slice)) {
      some ||= changed;
      progress?.(done, total);
      if (done < total) signal?.throwIfAborted();
    }
    return some;
  }

  // What became of it: after a failure, PLAN_UNDONE if the host is as before, and PLAN_INCOMPLETE if it is not.
  get status() {
    return this.#call('lvsdr_plan_get_status');
  }

  get statusName() {
    return C.lvsdr_plan_status_name(this.status);
  }

  undo() {
    return this.#call('lvsdr_plan_undo') > 0;
  }

  get stepCount() {
    return Number(C.lvsdr_plan_get_step_count(this.pointer));
  }

  // One step, from 0; undefined where there is none.
  step(index) {
    if (!Number.isInteger(index) || index < 0 || index >= this.stepCount) return undefined;
    const status = C.lvsdr_plan_get_step_status(this.pointer, index);
    const step = { status, statusName: C.lvsdr_step_status_name(status) };
    for (const name of TEXTS) {
      const content = C[`lvsdr_plan_get_step_${name}`](this.pointer, index);
      if (content === null) throw failure(this.guard.handle, C.lvsdr_error_code(this.guard.handle)); // no memory for it
      step[camel(name)] = OBJECTS.includes(name) ? JSON.parse(content) : content;
    }
    return step;
  }

  get steps() {
    return Array.from({ length: this.stepCount }, (_, i) => this.step(i));
  }

  [Symbol.iterator]() {
    return this.steps[Symbol.iterator]();
  }

  // "3 steps:" and the classic commands.
  toString() {
    const { steps } = this;
    const lines = [steps.length === 1 ? '1 step:' : `${steps.length || 'no'} steps${steps.length ? ':' : ''}`];
    for (const { command, note, statusName } of steps) {
      lines.push(`  ${command.replaceAll('\n', '\n  ')}`);
      if (note) lines.push(`  # ${statusName}: ${note}`);
    }
    return lines.join('\n');
  }

  // The record, a text, which another process can undo.
  toJSONText() {
    const written = [null];
    this.#call('lvsdr_plan_to_json', written);
    return written[0];
  }

  toJSON() {
    return JSON.parse(this.toJSONText());
  }
}

defineCalls(
  Plan.prototype,
  (about) => about.verbs.filter((verb) => verb !== 'read'),
  (verb, kind) => `lvsdr_plan_${verb}_${kind}`,
  (plan, name, pointers) => plan.guard.check(C[name](plan.pointer, ...pointers)) > 0,
);

module.exports = { Plan };
