import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { perform } from '../../model/index.ts';
import { Budget } from '../explore/search/budget.ts';
import { Fingerprints } from '../explore/search/fingerprints.ts';
import type { Parcel } from '../explore/search/parcel.ts';
import { Past } from '../explore/search/past.ts';
import { Region } from '../explore/search/region.ts';
import { transfersFor } from '../explore/search/share-out.ts';
import type { RegionDepth, RegionDone, RegionProgress, RegionTask } from './region-task.ts';

// The entry of a worker thread that explores one region of a scope. It works in one go, reading its post where it has
// to wait; only when all is done it answers what it is asked.

/** What regions tell each other of a depth: how many states they have for the next, and some of those. */
type Message =
  | {
      readonly kind: 'end';
      readonly from: number;
      readonly depth: number;
      readonly next: number;
      readonly isStopping: boolean;
    }
  | { readonly kind: 'parcel'; readonly parcel: Parcel };

/** States that are left between two reports of progress. */
const STATES_AT_A_TIME = 65_536;
/** How long to wait for post where there is nothing else to do, in milliseconds. */
const NAP_MS = 1;

const { scope, index, regions, symmetry, bounds, before, leftBefore, ports, ...memory }: RegionTask = workerData;
const budget = new Budget(memory.budget, bounds, regions);
const known = new Fingerprints(memory.known);
/**
 * How many regions have come to the meeting at which the memory of what is known grows, and how many meetings there
 * were.
 */
const meeting = new Int32Array(memory.meeting);
const COME = 0;
const MEETINGS = 1;
const region = new Region(scope, perform, { index, regions, known, symmetry, onCrowded: meet }, budget);
const nap = new Int32Array(new SharedArrayBuffer(4));
/** Others may be ahead by one depth. */
let ends: Extract<Message, { kind: 'end' }>[] = [];
let parcels: Parcel[] = [];
/** How many depths it has left, less one: that of which regions tell each other. */
let depth = -1;
/** States of all regions down to this depth. */
let numbered = leftBefore;

function send(to: number, message: Message): void {
  ports.get(to)?.postMessage(message);
}

function sendAll(message: Message): void {
  for (const to of ports.keys()) send(to, message);
}

/** Takes in what has come; false where nothing has. */
function readPost(): boolean {
  let hasCome = false;
  for (const port of ports.values()) {
    for (let post = receiveMessageOnPort(port); post !== undefined; post = receiveMessageOnPort(port)) {
      hasCome = true;
      const message: Message = post.message;
      if (message.kind === 'end') ends.push(message);
      else parcels.push(message.parcel);
    }
  }
  return hasCome;
}

/** Waits for post until something is so, or all are to stop. Whoever waits comes to the meeting too. */
function waitUntil(isSo: () => boolean): void {
  while (!isSo() && !budget.isStopped) {
    if (readPost()) continue;
    if (known.isCrowded) meet();
    else Atomics.wait(nap, 0, 0, NAP_MS);
  }
}

/** All regions stop adding states; the last to come makes room, and the others go on when it has. */
function meet(): void {
  const meetings = Atomics.load(meeting, MEETINGS);
  if (Atomics.add(meeting, COME, 1) + 1 === regions) {
    known.grow();
    Atomics.store(meeting, COME, 0);
    Atomics.add(meeting, MEETINGS, 1);
    Atomics.notify(meeting, MEETINGS);
    return;
  }
  while (Atomics.load(meeting, MEETINGS) === meetings && !budget.isStopped)
    Atomics.wait(meeting, MEETINGS, meetings, NAP_MS);
  known.look();
}

/**
 * The first region makes the states anew of the depths that have ended, and all share the last; true when there is one
 * to go on to.
 */
function beginDepth(): boolean {
  for (const _ of before === undefined ? [] : region.retrace(new Past(before))) if (budget.isStopped) return false;
  return shareNext();
}

/** Leaves every state of the depth, and has all regions share the next; true when there is one to go on to. */
function leaveDepth(): boolean {
  for (let isDone = false; !isDone && !budget.isStopped; ) {
    isDone = region.leave(STATES_AT_A_TIME);
    report();
  }
  return shareNext();
}

/**
 * Tells the others how many states there are for the next depth, and hands over or adopts some; true when there is one
 * to go on to.
 */
function shareNext(): boolean {
  const end: Message = {
    kind: 'end',
    from: index,
    depth,
    next: region.nextStates,
    isStopping: region.found !== undefined || region.isFull,
  };
  sendAll(end);
  waitUntil(() => ends.filter((other) => other.depth === depth).length === ports.size);
  if (budget.isStopped) return false;
  const all = [...ends.filter((other) => other.depth === depth), end].sort((a, b) => a.from - b.from);
  ends = ends.filter((other) => other.depth > depth);
  if (all.some(({ isStopping }) => isStopping) || all.every(({ next }) => next === 0)) return false;
  for (const { from, next } of all) {
    if (from === index) region.numberNext(numbered);
    numbered += next;
  }
  const transfers = transfersFor(all.map(({ next }) => next));
  for (const { from, to, states } of transfers)
    if (from === index) send(to, { kind: 'parcel', parcel: region.handOver(to, states) });
  const expected = transfers.filter(({ to }) => to === index).length;
  waitUntil(() => parcels.length >= expected);
  for (const parcel of parcels) region.adopt(parcel);
  parcels = [];
  return !budget.isStopped;
}

function report(): void {
  const { states, transitions, left } = region;
  const progress: RegionProgress = { kind: 'progress', index, standing: { states, transitions, left } };
  parentPort?.postMessage(progress);
}

if (beginDepth()) {
  region.descend();
  for (depth++; leaveDepth(); depth++) {
    const ended: RegionDepth = { kind: 'depth', index, end: region.descend() };
    parentPort?.postMessage(ended);
  }
}
const done: RegionDone = { kind: 'done', index, report: region.report() };
parentPort?.postMessage(done);
