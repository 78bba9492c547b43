import { Arbitrary, type Random, type Stream, stream, Value } from 'fast-check';
import type { Setup, Step } from '../../model/index.ts';
import { Draw } from './draw.ts';
import { takeCarelessly, takeWithCare } from './events/single-event.ts';
import { PLAIN_KEYS } from './pools.ts';
import { shrinkTrace } from './shrink/shrink-trace.ts';
import { supportedEvents, type TraceOptions, Walk, type WalkStyle } from './walk.ts';

/** What single steps are drawn for. */
export interface StepOptions extends Omit<TraceOptions, 'maxSteps'> {
  /** Whose requesters, buckets and KMS keys the steps name. */
  readonly setup: Setup;
}

/**
 * Single steps in the world of a setup, each operation equally often: half of them such as succeed there where there
 * are any, the others whatever comes of them. All are at time 0, so that a list of them is a legal trace.
 *
 * @throws RangeError when the setup has no requesters, or nothing is supported.
 */
export function stepArbitrary(options: StepOptions): Arbitrary<Step> {
  if (options.setup.requesters.length === 0) throw new RangeError('a setup without requesters');
  if (supportedEvents({ ...options, maxSteps: 1 }).length === 0) throw new RangeError('no operation is supported');
  return new StepArbitrary(options);
}

/** Steps that are drawn until one is such as the system can be asked. */
const MOST_TRIES = 1_000;

const MANNER: WalkStyle = { objectKeys: PLAIN_KEYS, pace: 'at-once', tolerancePercent: 0 };

class StepArbitrary extends Arbitrary<Step> {
  readonly #options: StepOptions;

  constructor(options: StepOptions) {
    super();
    this.#options = options;
  }

  generate(random: Random, _biasFactor: number | undefined): Value<Step> {
    return new Value(drawStep(new Draw(random), this.#options), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Step {
    return typeof value === 'object' && value !== null && 'event' in value && 'by' in value && 'atMs' in value;
  }

  shrink(step: Step): Stream<Value<Step>> {
    return stream(asValues(this.#options, step));
  }
}

function drawStep(draw: Draw, { setup, ...options }: StepOptions): Step {
  const alone: TraceOptions = { ...options, maxSteps: 1 };
  const walk = new Walk(draw, setup, alone, MANNER);
  walk.limit = 1;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const name = draw.one(supportedEvents(alone));
    if (name !== undefined && !(draw.chance(50) && takeWithCare(walk, name))) takeCarelessly(walk, name);
    const step = walk.trace.steps[0];
    if (step !== undefined) return { ...step, atMs: 0 };
  }
  throw new Error('no step came of any operation');
}

/** What a trace of this one step shrinks to, the setup as it is. */
function* asValues({ setup, capabilities }: StepOptions, step: Step): IterableIterator<Value<Step>> {
  for (const { steps } of shrinkTrace({ setup, steps: [step] }, capabilities)) {
    const [simpler] = steps;
    if (simpler !== undefined && simpler !== step) yield new Value(simpler, undefined);
  }
}
