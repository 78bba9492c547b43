import fc from 'fast-check';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { chooseProperties } from '../check/choose.ts';
import { type RunSetup, runTrace } from '../check/run-trace.ts';
import { seedOfRun } from '../check/seed-of-run.ts';
import type { Violation } from '../oracle/verdict.ts';
import { mutantProfile } from './kills.ts';
import type { Mutant } from './mutant.ts';
import { mutantSut } from './mutant-sut.ts';

/** How long a mutant is hunted for, and with which traces. */
export interface HuntBounds {
  /** Whole number from 0 to 2^32 - 1; equal seeds hunt alike. */
  readonly seed: number;
  /** Traces run at most. */
  readonly traces: number;
  /** Steps of a trace at most. */
  readonly maxSteps: number;
}

/** What a hunt came to. */
export interface Hunt {
  /** Id of the mutant. */
  readonly mutant: string;
  /** Traces run, the one that killed it included. */
  readonly traces: number;
  /** What killed it; undefined when nothing did. */
  readonly violation: Violation | undefined;
}

/** Runs random traces on the faulty reference until the oracle or a monitor finds the fault. Nothing is shrunk. */
export async function hunt(mutant: Mutant, bounds: HuntBounds): Promise<Hunt> {
  const profile = mutantProfile(mutant);
  const { monitored: properties, oracle } = chooseProperties(undefined, profile);
  const found = await firstViolation({ sut: mutantSut(mutant), profile, properties, oracle }, bounds);
  return { mutant: mutant.id, ...found };
}

/** Runs random traces on a system until something is violated. */
export async function firstViolation(
  setup: Omit<RunSetup, 'seed'>,
  { seed, traces, maxSteps }: HuntBounds,
): Promise<Omit<Hunt, 'mutant'>> {
  const { sut, profile } = setup;
  const arbitrary = traceArbitrary({ profile, supports: sut.supports, maxSteps });
  for (let run = 0; run < traces; run++) {
    const bench: RunSetup = { ...setup, seed: seedOfRun(seed, run) };
    const [trace] = fc.sample(arbitrary, { seed: bench.seed, numRuns: 1 });
    if (trace === undefined) throw new Error('fast-check sampled nothing');
    const { violation } = await runTrace(bench, trace.setup, trace.steps);
    if (violation !== undefined) return { traces: run + 1, violation };
  }
  return { traces, violation: undefined };
}

/** What random traces cannot or can hardly meet, so that only the witness shows it, and why. */
export const BEYOND_RANDOM: ReadonlyMap<string, string> = new Map([
  ['cache-emptied-at-midnight', 'both uses of a bucket key have to lie within five minutes around a midnight'],
  [
    'managed-key-across-accounts',
    'a rule into a bucket of another account, whose policy lets the role in, has to name aws/s3 as its replica key',
  ],
]);

/** A mutant that is at home under no profile is hunted under one whose windows are alike, or differ, in turn. */
export function hunted(mutant: Mutant, index: number): Mutant {
  const inTurn = index % 2 === 0 ? 'ideal' : 'strict';
  return { ...mutant, profile: mutant.profile ?? inTurn };
}
