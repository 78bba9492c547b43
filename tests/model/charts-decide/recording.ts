import { watchLooks } from '../../../model/charts/compile/move.ts';
import {
  type Chooser,
  initialWorld,
  type Outcome,
  type Profile,
  type Setup,
  type Step,
  step,
  type World,
} from '../../../model/index.ts';

/** Steps to be taken in a setup, with the name of whoever thought of them. */
export interface NamedTrace {
  readonly name: string;
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

/** A trace as the unmutated model takes it. */
export interface Recording {
  readonly trace: NamedTrace;
  /** Number of the trace, which its choices are drawn from. */
  readonly seed: number;
  /** The world before each step. */
  readonly worlds: readonly World[];
  /** What was answered, as text. */
  readonly outcomes: readonly string[];
  /** First step that looked at an entry of a table, by {@link lookKey}. */
  readonly looks: ReadonlyMap<string, number>;
}

/** Names one entry of a table under one valuation. */
export function lookKey(table: string, state: string, event: string, holding: number): string {
  return `${table} ${state} ${event} ${holding}`;
}

/** Takes a trace in the model as it is. */
export function record(trace: NamedTrace, profile: Profile, seed: number): Recording {
  const worlds: World[] = [];
  const outcomes: string[] = [];
  const looks = new Map<string, number>();
  let world = initialWorld(trace.setup, profile);
  for (const [index, taken] of trace.steps.entries()) {
    worlds.push(world);
    const note = (...look: Parameters<typeof lookKey>) => {
      const key = lookKey(...look);
      if (!looks.has(key)) looks.set(key, index);
    };
    const result = watchLooks(note, () => step(world, taken, chooserOf(seed, index)));
    outcomes.push(textOf(result.outcome));
    world = result.world;
  }
  return { trace, seed, worlds, outcomes, looks };
}

/** Takes a trace again, from a step on, until it is answered otherwise than in the recording, or a step throws. */
export function replay({ trace, seed, worlds, outcomes }: Recording, from: number): 'same' | 'differs' | 'throws' {
  let world = worlds[from];
  for (let index = from; index < trace.steps.length; index++) {
    const taken = trace.steps[index];
    if (world === undefined || taken === undefined) break;
    try {
      const result = step(world, taken, chooserOf(seed, index));
      if (textOf(result.outcome) !== outcomes[index]) return 'differs';
      world = result.world;
    } catch {
      return 'throws';
    }
  }
  return 'same';
}

/** What can be seen of an outcome; why the model answers so cannot. */
function textOf({ because: _because, ...seen }: Outcome): string {
  return JSON.stringify(seen);
}

/** Chooses at random, the same for the same step of the same trace. */
function chooserOf(seed: number, index: number): Chooser {
  let state = (seed * 7_919 + index * 104_729) >>> 0;
  return {
    pick(_point, options) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state >>> 8) % options.length;
    },
    opaqueEtag: () => String(index).padStart(32, '0'),
  };
}
