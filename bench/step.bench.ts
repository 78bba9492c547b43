import { bench, describe } from 'vitest';
import { createActor, transition } from 'xstate';
import { bucketkeyMachine, FIRST_OPTION, step, WorkingWorld, type World } from '../model/index.ts';
import type { ObservedStep } from '../properties/property.ts';
import type { Oracle } from '../src/oracle/oracle.ts';
import { observationOf, oracleOf, PROFILE, SETUP, workloadStep, worldOf } from './workload.ts';

const BATCH = 1_000;
const ITERATIONS = 60;
// A few batches more than are warmed up with: the benchmark makes trial calls of its own.
const WARM_UP = 13;
const OPTIONS = { iterations: ITERATIONS, time: 0, warmupIterations: WARM_UP - 3, warmupTime: 0 };

/** An oracle, and observed steps it has not seen yet. */
class Judged {
  readonly #oracle: Oracle;
  #world: World;
  #taken = 0;
  readonly #batches: ObservedStep[][] = [];
  #seen = 0;
  readonly #objects: number;
  readonly #touched: number;

  constructor(objects: number, touched: number = objects) {
    this.#objects = objects;
    this.#touched = touched;
    const { oracle, world } = oracleOf(objects);
    this.#oracle = oracle;
    this.#world = world;
  }

  /** Has the oracle see a number of steps. */
  seeAll(steps: number): this {
    for (let i = 0; i < steps; i++) this.#oracle.see(this.#observed());
    return this;
  }

  /** Takes the steps down that are to be measured. */
  prepare(): this {
    while (this.#batches.length < ITERATIONS + WARM_UP) this.#batches.push(Array.from({ length: BATCH }, () => this.#observed()));
    return this;
  }

  /** Has the oracle see a batch. */
  seeBatch(): void {
    for (const seen of this.#batches[this.#seen++] ?? []) this.#oracle.see(seen);
    if (this.#oracle.verdict !== 'conforms') throw new Error('the workload does not conform');
  }

  #observed(): ObservedStep {
    const taken = workloadStep(this.#taken++, this.#objects, this.#touched);
    const { world, observation } = observationOf(this.#world, taken);
    this.#world = world;
    return { step: taken, observation };
  }
}

describe('a thousand steps: the model and the oracle against XState', () => {
  const judged = new Judged(100).prepare();
  bench('oracle.see', () => judged.seeBatch(), OPTIONS);

  const working = new WorkingWorld(worldOf(100));
  let taken = 0;
  bench(
    'steps in place',
    () => {
      for (let i = 0; i < BATCH; i++) working.take(workloadStep(taken++, 100), FIRST_OPTION);
    },
    OPTIONS,
  );

  let world = worldOf(100);
  let stepped = 0;
  bench(
    'pure steps',
    () => {
      for (let i = 0; i < BATCH; i++) world = step(world, workloadStep(stepped++, 100), FIRST_OPTION).world;
    },
    OPTIONS,
  );

  const actor = createActor(bucketkeyMachine, { input: { setup: SETUP, profile: PROFILE } }).start();
  let snapshot = actor.getSnapshot();
  let sent = 0;
  bench(
    'XState transition() on the composed machine',
    () => {
      for (let i = 0; i < BATCH; i++) {
        const input = workloadStep(sent++, 100);
        [snapshot] = transition(bucketkeyMachine, snapshot, { type: input.event.op, step: input });
      }
    },
    OPTIONS,
  );
});

describe('a thousand oracle steps on ten objects, among ever more others', () => {
  for (const objects of [10, 1_000, 1_000_000]) {
    const judged = new Judged(objects, 10).prepare();
    bench(`${objects} objects`, () => judged.seeBatch(), OPTIONS);
  }
});

// The same where every step goes to another object: from some size on, what is measured is the memory of the machine.
describe('a thousand oracle steps, each on another of ever more objects', () => {
  for (const objects of [10, 1_000, 1_000_000]) {
    const judged = new Judged(objects).prepare();
    bench(`${objects} objects`, () => judged.seeBatch(), OPTIONS);
  }
});

describe('a thousand oracle steps, ever later in a trace', () => {
  for (const steps of [1_000, 10_000_000]) {
    const judged = new Judged(100).seeAll(steps).prepare();
    bench(`after ${steps} steps`, () => judged.seeBatch(), OPTIONS);
  }
});
