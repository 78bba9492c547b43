import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { perform } from '../../../../model/index.ts';
import { movesFor } from '../balance.ts';
import { Budget } from '../budget.ts';
import { CompletedLevels } from '../completed-levels.ts';
import { StateHashSet } from '../hash/state-hash-set.ts';
import { Partition } from '../partition.ts';
import type { Transfer } from '../transfer.ts';
import type { DoneMessage, LevelMessage, PartitionTask, ProgressMessage } from './partition-task.ts';

// The entry of a worker thread that explores one partition of a scope. It works in one go, reading its messages where
// it has to wait; only when all is done it answers what it is asked.

/** What partitions tell each other of a level: how many states they have for the next, and some of those. */
type Message =
  | {
      readonly kind: 'end';
      readonly from: number;
      readonly level: number;
      readonly next: number;
      readonly isStopping: boolean;
    }
  | { readonly kind: 'transfer'; readonly transfer: Transfer };

/** States that are expanded between two reports of progress. */
const STATES_AT_A_TIME = 65_536;
/** How long to wait for messages where there is nothing else to do, in milliseconds. */
const PAUSE_MS = 1;

const { scope, index, partitions, symmetry, bounds, before, expandedBefore, ports, ...memory }: PartitionTask =
  workerData;
const budget = new Budget(memory.budget, bounds, partitions);
const known = new StateHashSet(memory.known);
/**
 * A barrier at which the memory of what is known grows: how many partitions have come to it, and how often all have.
 */
const barrier = new Int32Array(memory.barrier);
const WAITING = 0;
const ROUNDS = 1;
const partition = new Partition(
  scope,
  perform,
  { index, partitions, known, symmetry, makeRoom: waitAtBarrier },
  budget,
);
const pause = new Int32Array(new SharedArrayBuffer(4));
/** Others may be ahead by one level. */
let ends: Extract<Message, { kind: 'end' }>[] = [];
let transfers: Transfer[] = [];
/** How many levels it has expanded, less one: that of which partitions tell each other. */
let level = -1;
/** States of all partitions down to this level. */
let numbered = expandedBefore;

function send(to: number, message: Message): void {
  ports.get(to)?.postMessage(message);
}

function sendAll(message: Message): void {
  for (const to of ports.keys()) send(to, message);
}

/** Takes in what has come; false where nothing has. */
function readMessages(): boolean {
  let hasCome = false;
  for (const port of ports.values()) {
    for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port)) {
      hasCome = true;
      const message: Message = received.message;
      if (message.kind === 'end') ends.push(message);
      else transfers.push(message.transfer);
    }
  }
  return hasCome;
}

/** Waits for messages until something is so, or all are to stop. Whoever waits comes to the barrier too. */
function waitUntil(isSo: () => boolean): void {
  while (!isSo() && !budget.isStopped) {
    if (readMessages()) continue;
    if (known.needsRoom) waitAtBarrier();
    else Atomics.wait(pause, 0, 0, PAUSE_MS);
  }
}

/** All partitions stop adding states; the last to come makes room, and the others go on when it has. */
function waitAtBarrier(): void {
  const rounds = Atomics.load(barrier, ROUNDS);
  if (Atomics.add(barrier, WAITING, 1) + 1 === partitions) {
    known.grow();
    Atomics.store(barrier, WAITING, 0);
    Atomics.add(barrier, ROUNDS, 1);
    Atomics.notify(barrier, ROUNDS);
    return;
  }
  while (Atomics.load(barrier, ROUNDS) === rounds && !budget.isStopped) Atomics.wait(barrier, ROUNDS, rounds, PAUSE_MS);
  known.look();
}

/**
 * The first partition makes the states anew of the levels that have ended, and all share the last; true when there is
 * one to go on to.
 */
function beginLevel(): boolean {
  for (const _ of before === undefined ? [] : partition.replay(new CompletedLevels(before)))
    if (budget.isStopped) return false;
  return shareNext();
}

/** Expands every state of the level, and has all partitions share the next; true when there is one to go on to. */
function expandLevel(): boolean {
  for (let isDone = false; !isDone && !budget.isStopped; ) {
    isDone = partition.expand(STATES_AT_A_TIME);
    report();
  }
  return shareNext();
}

/**
 * Tells the others how many states there are for the next level, and hands over or adopts some; true when there is one
 * to go on to.
 */
function shareNext(): boolean {
  const end: Message = {
    kind: 'end',
    from: index,
    level,
    next: partition.nextStates,
    isStopping: partition.broken !== undefined || partition.isFull,
  };
  sendAll(end);
  waitUntil(() => ends.filter((other) => other.level === level).length === ports.size);
  if (budget.isStopped) return false;
  const all = [...ends.filter((other) => other.level === level), end].sort((a, b) => a.from - b.from);
  ends = ends.filter((other) => other.level > level);
  if (all.some(({ isStopping }) => isStopping) || all.every(({ next }) => next === 0)) return false;
  for (const { from, next } of all) {
    if (from === index) partition.numberNext(numbered);
    numbered += next;
  }
  const moves = movesFor(all.map(({ next }) => next));
  for (const { from, to, states } of moves)
    if (from === index) send(to, { kind: 'transfer', transfer: partition.handOver(to, states) });
  const expected = moves.filter(({ to }) => to === index).length;
  waitUntil(() => transfers.length >= expected);
  for (const transfer of transfers) partition.adopt(transfer);
  transfers = [];
  return !budget.isStopped;
}

function report(): void {
  const { states, transitions, expanded } = partition;
  const progress: ProgressMessage = { kind: 'progress', index, counts: { states, transitions, expanded } };
  parentPort?.postMessage(progress);
}

if (beginLevel()) {
  partition.nextLevel();
  for (level++; expandLevel(); level++) {
    const ended: LevelMessage = { kind: 'level', index, end: partition.nextLevel() };
    parentPort?.postMessage(ended);
  }
}
const done: DoneMessage = { kind: 'done', index, report: partition.report() };
parentPort?.postMessage(done);
