import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import { check } from '../check/check.ts';
import { shrink } from '../check/shrink.ts';
import { mutantProfile, violatedOn } from './kills.ts';
import type { Mutant } from './mutant.ts';
import { mutantSut } from './mutant-sut.ts';

/** How a mutant is measured: `check`, as its users run it, once for each seed. */
export interface MeasureBounds {
  readonly seeds: readonly number[];
  /** Traces run at most for a seed. */
  readonly runs: number;
  /** Steps of a trace at most. */
  readonly maxSteps: number;
}

/** What `check` found of a mutant from one seed. */
export interface Kill {
  readonly seed: number;
  /** Traces run, the one that killed it included. */
  readonly runs: number;
  /** The property that found it first, and the others that the shrunk trace violates. */
  readonly properties: readonly string[];
  /** Steps of the shrunk trace. */
  readonly steps: number;
}

/** What is known of a mutant: how often it is found, by what, how soon, and how short the trace is that shows it. */
export interface Measured {
  readonly mutant: string;
  readonly profile: string;
  readonly seeds: number;
  /** One for each seed that found it. */
  readonly kills: readonly Kill[];
  /** Steps of the shortest trace known to show it: its witness without what it can do without, or a kill. */
  readonly optimum: number;
}

/** Checks a mutant from each seed and compares what is found to the shortest trace known. */
export async function measure(mutant: Mutant, { seeds, runs, maxSteps }: MeasureBounds): Promise<Measured> {
  const profile = mutantProfile(mutant);
  const sut = mutantSut(mutant);
  const kills: Kill[] = [];
  for (const seed of seeds) {
    const report = await check({ profile, runs, seed, maxSteps }, sut);
    const [found] = report.violations;
    if (found === undefined) continue;
    const properties = [found.violation.property, ...found.also];
    kills.push({ seed, runs: report.runs, properties, steps: found.trace.steps.length });
  }
  const optimum = Math.min(await shortestWitness(mutant), ...kills.map(({ steps }) => steps));
  return { mutant: mutant.id, profile: profile.name, seeds: seeds.length, kills, optimum };
}

/** Steps that a witness needs, so that anything at all still finds the mutant. */
async function shortestWitness(mutant: Mutant): Promise<number> {
  const run = async (trace: GeneratedTrace) => {
    const violated = await violatedOn(trace, mutantSut(mutant), mutantProfile(mutant));
    return violated.length === 0 ? undefined : violated;
  };
  const shrunk = await shrink({ trace: mutant.witness, result: [] as readonly string[] }, run, () => true);
  return shrunk.trace.steps.length;
}
