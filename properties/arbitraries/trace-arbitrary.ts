import { Arbitrary, type Random, type Stream, stream, Value } from 'fast-check';
import { setupWithin } from './capabilities.ts';
import { Draw } from './draw.ts';
import { withDirectory } from './draw-directory.ts';
import { drawSetup } from './draw-setup.ts';
import { takeCarelessly, takeWithCare } from './events/single-event.ts';
import type { GeneratedTrace } from './generated-trace.ts';
import { perhapsRecover } from './motifs/key-motifs.ts';
import { settleReplication } from './motifs/replication-motifs.ts';
import { shrinkTrace } from './shrink/shrink-trace.ts';
import { drawSwarm, type Swarm } from './swarm.ts';
import { perhapsWait } from './waits.ts';
import { supportedEvents, type TraceOptions, Walk } from './walk.ts';

/**
 * Random traces: a setup and steps that make sense in it, most of the time. Long ones: a trace of 300 steps finds in a
 * few runs what traces of five events never find. Equal seeds give equal traces.
 */
export function traceArbitrary(options: TraceOptions): Arbitrary<GeneratedTrace> {
  return new TraceArbitrary(options);
}

class TraceArbitrary extends Arbitrary<GeneratedTrace> {
  readonly #options: TraceOptions;

  constructor(options: TraceOptions) {
    super();
    this.#options = options;
  }

  /** The bias of fast-check towards small values is not used: short traces have their share of all lengths already. */
  generate(random: Random, _biasFactor: number | undefined): Value<GeneratedTrace> {
    const { trace } = drawTrace(random, this.#options);
    const isAsked = this.#options.capabilities?.directoryBuckets !== false;
    return new Value(isAsked ? withDirectory(new Draw(random), trace) : trace, undefined);
  }

  canShrinkWithoutContext(value: unknown): value is GeneratedTrace {
    return typeof value === 'object' && value !== null && 'setup' in value && 'steps' in value;
  }

  shrink(trace: GeneratedTrace): Stream<Value<GeneratedTrace>> {
    return stream(asValues(trace, this.#options));
  }
}

function* asValues(trace: GeneratedTrace, { capabilities }: TraceOptions): IterableIterator<Value<GeneratedTrace>> {
  for (const smaller of shrinkTrace(trace, capabilities)) yield new Value(smaller, undefined);
}

/** Turns without a step after which a trace ends early: nothing that is supported has anything to do. */
const MAX_IDLE_TURNS = 100;

/** Draws one trace. Answers the walk that made it, which knows more about it than the trace shows. */
export function drawTrace(random: Random, options: TraceOptions): Walk {
  const draw = new Draw(random);
  const names = new Set(supportedEvents(options));
  const { capabilities } = options;
  // A system that knows nothing of versions is asked for none.
  const drawn = drawSetup(draw, options.profile, names.has('PutBucketVersioning'));
  const setup = capabilities === undefined ? drawn : setupWithin(capabilities, drawn);
  const swarm = drawSwarm(draw, setup, (...needed) => needed.every((name) => names.has(name)));
  const walk = new Walk(draw, setup, options, swarm.manner);
  const length = drawLength(draw, options.maxSteps);
  const settles = draw.chance(60);
  const room = settles ? Math.min(SETTLING_STEPS, Math.floor(options.maxSteps / 5)) : 0;
  walk.limit = Math.min(length, options.maxSteps - room);
  for (let idle = 0; walk.length < walk.limit && idle < MAX_IDLE_TURNS; ) {
    const before = walk.length;
    takeTurn(walk, swarm);
    idle = walk.length === before ? idle + 1 : 0;
  }
  walk.limit = options.maxSteps;
  if (settles) settleReplication(walk);
  return walk;
}

/** Steps that are kept free at the end of a trace that is to settle. */
const SETTLING_STEPS = 25;

function takeTurn(walk: Walk, swarm: Swarm): void {
  const { draw } = walk;
  perhapsWait(walk, swarm.waitPercent);
  perhapsRecover(walk);
  if (!swarm.motifs.isEmpty && draw.chance(swarm.motifPercent)) {
    swarm.motifs.draw(draw)?.play(walk);
    return;
  }
  const name = swarm.events.draw(draw);
  if (name === undefined) return;
  if (draw.chance(swarm.carelessPercent)) takeCarelessly(walk, name);
  else takeWithCare(walk, name);
}

/**
 * Lengths of all sizes: a fifth very short, half about a quarter of the most, the rest up to the most; a third of the
 * most on average.
 */
function drawLength(draw: Draw, maxSteps: number): number {
  const kind = draw.between(1, 100);
  const upTo = (share: number): number => Math.max(1, Math.floor(maxSteps * share));
  if (kind <= 20) return draw.between(1, upTo(0.05));
  if (kind <= 70) return draw.between(upTo(0.1), upTo(0.4));
  return draw.between(upTo(0.3), maxSteps);
}
