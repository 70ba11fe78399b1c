// SPDX-License-Identifier: LGPL-2.1-or-later
import {
  Dest, DestValues, HostCalls, PlanCalls, Service, ServiceValues, StateCalls, TimeoutsValues, Vip, VipValues,
} from './members';

export * from './errors';
export * from './members';

/** A kind of object that a state describes. */
export type Part =
  'services' | 'vips' | 'arp_policies' | 'timeouts' | 'sysctls' | 'sync_daemons' | 'marks' | 'counters';
/** "192.168.1.41, fwmark:7", "everything", or an array of such texts. */
export type Scope = string | string[];

export interface HostOptions {
  /** How long one request waits for the kernel: seconds, 0.001 to 3600. */
  timeout?: number;
  /** Send requests that the kernel accepts although they cannot work. */
  insist?: boolean;
}

export interface DrainOptions {
  waitForTemplates?: boolean;
  cutTemplates?: boolean;
  activeOnly?: boolean;
}

export interface GracefulOptions extends DrainOptions {
  removeAtDeadline?: boolean;
  setFallback?: boolean;
  cutHashed?: boolean;
}

export interface Connection {
  readonly protocol: string;
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly virtualAddress: string;
  readonly virtualPort: number;
  readonly fwmark: number;
  readonly destAddress: string;
  readonly destPort: number;
  readonly state: string;
  /** Seconds. */
  readonly expiry: number;
  readonly template: boolean;
  readonly persistenceEngine: string;
  readonly persistenceData: string;
}

/** One network namespace of one host. Calls of a host, of its plans and watches, are made one at a time. */
export interface Host extends HostCalls {}
export class Host {
  constructor(netns?: string | number, options?: HostOptions);
  timeout: number;
  insist: boolean;
  ipvsInterface: number;
  readonly traceLost: bigint;
  readonly traceDetails: { time: boolean; result: boolean };
  setTrace(fd?: number, options?: { time?: boolean; result?: boolean }): void;
  features(): string[];
  ipvsVersion(): number;
  connectionTableSize(): number;
  removeAllServices(): boolean;
  readForeignMarks(): number;
  zeroCounters(service?: Service | ServiceValues): void;
  connections(service?: Service | ServiceValues, dest?: Dest | DestValues): IterableIterator<Connection>;
  countConnections(service?: Service | ServiceValues, dest?: Dest | DestValues): Record<string, bigint>;
  totals(): Record<string, bigint>;
  processorTotals(): Map<number, Record<string, bigint>>;
  announceVip(vip: Vip | VipValues, count?: number, interval?: number): void;
  probeAddress(address: string, device: string, wait?: number): string[];
  drainDest(
    service: Service | ServiceValues, dest: Dest | DestValues, seconds: number,
    options?: DrainOptions & { signal?: AbortSignal },
  ): Promise<{ done: boolean; active: bigint; inactive: bigint; templates: bigint }>;
  read(scope: Scope, parts?: Part[]): State;
  watch(scope: Scope, parts?: Part[], seconds?: number): Watch;
  /** Without a scope, it is that of the desired state, which must have one. */
  plan(desired: State, scope?: Scope, observed?: State): Plan;
  newPlan(): Plan;
  planFromJSON(record: string): Plan;
  close(): void;
}

/** A set of objects of one host, observed or desired. */
export interface State extends StateCalls {}
export class State {
  constructor(parts?: Part[]);
  static fromText(text: string, format?: string): State;
  static fromJSON(text: string): State;
  readonly parts: Part[];
  /** The scope that it is meant for, which is in its JSON too. */
  get scope(): string | undefined;
  set scope(scope: Scope | undefined);
  services(): (ServiceValues & { readonly dests: DestValues[] })[];
  timeouts(): TimeoutsValues | undefined;
  toText(format: string): { text: string; lost?: string };
  toJSONText(): string;
  toJSON(): unknown;
  close(): void;
}

export interface Step {
  readonly kind: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly service: unknown;
  readonly command: string;
  readonly explanation: string;
  readonly status: number;
  readonly statusName: 'pending' | 'done' | 'undone' | 'left' | 'failed' | 'unknown';
  readonly note: string;
}

/** The steps from the observed to the desired state of a host. */
export interface Plan extends PlanCalls {}
export class Plan {
  private constructor();
  readonly stepCount: number;
  readonly steps: Step[];
  keepGoing: boolean;
  /** What became of it, a PLAN_ constant: after a failure, PLAN_UNDONE if the host is as before. */
  readonly status: number;
  readonly statusName: 'pending' | 'started' | 'done' | 'undone' | 'incomplete';
  step(index: number): Step | undefined;
  [Symbol.iterator](): IterableIterator<Step>;
  updateRealServer(scope: Scope, addresses: string | string[], weight: number): number;
  removeRealServer(scope: Scope, addresses: string | string[]): number;
  makeGraceful(seconds?: number, options?: GracefulOptions): boolean;
  draining(): { dests: number; active: bigint; inactive: bigint; templates: bigint };
  apply(): boolean;
  applyAsync(options?: {
    slice?: number;
    progress?: (done: number, total: number) => void;
    signal?: AbortSignal;
  }): Promise<boolean>;
  slices(seconds?: number): AsyncGenerator<{ done: number; total: number; changed: boolean }>;
  undo(): boolean;
  toString(): string;
  toJSONText(): string;
  toJSON(): unknown;
  close(): void;
}

/** Tells which parts of the state of a host may have changed. */
export class Watch {
  private constructor();
  readonly fd: number;
  read(): Part[];
  wait(options?: { timeout?: number; signal?: AbortSignal }): Promise<Part[]>;
  [Symbol.asyncIterator](): AsyncGenerator<Part[]>;
  close(): void;
}

/** Open a host: its own network namespace, that of a name or path, or that of a descriptor. */
export function open(netns?: string | number, options?: HostOptions): Host;
/** The file of the C library that is used. */
export function libraryPath(): string;
/** The formats in which a state can be a text: "json", "rules" ... */
export function formats(): string[];
/** The version of the C library: "0.1.0". */
export function version(): string;
