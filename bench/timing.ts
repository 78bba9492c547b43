/** Something whose cost is measured. */
export interface Contender {
  /**
   * Makes a round ready, which is not timed, and answers what is. That in turn answers how many units of work it has
   * done.
   */
  batch(round: number): () => number | Promise<number>;
}

/** What was measured. */
export interface Measured {
  readonly value: number;
  /** Where the value is a ratio of times, what a unit takes either contender: medians, in microseconds. */
  readonly microseconds?: readonly [number, number];
}

/**
 * Rounds before the ones that count, as a share of those: as many again. The compiler takes its time: after a quarter
 * of them a short run began to count while it was still at work on the larger contender.
 */
const WARM_UP = 1;

/** How many times as long a unit of work takes one contender as it takes the other. */
export function timeRatio(one: Contender, other: Contender, rounds: number): Promise<Measured> {
  return costRatio(
    (round) => timePerUnit(one, round),
    (round) => timePerUnit(other, round),
    rounds,
  );
}

/**
 * The ratio of two costs, each in milliseconds for a unit of work. The two take turns, round by round, so that whatever
 * else the machine does hits both; the answer is the median of the ratios of all rounds.
 */
export async function costRatio(
  one: (round: number) => Promise<number>,
  other: (round: number) => Promise<number>,
  rounds: number,
): Promise<Measured> {
  const counted: { readonly one: number; readonly other: number }[] = [];
  const warmUp = Math.ceil(rounds * WARM_UP);
  for (let round = 0; round < warmUp + rounds; round++) {
    const isFirst = round % 2 === 0;
    const before = isFirst ? await one(round) : undefined;
    const others = await other(round);
    const own = before ?? (await one(round));
    if (round >= warmUp) counted.push({ one: own, other: others });
  }
  return {
    value: median(counted.map((cost) => cost.one / cost.other)),
    microseconds: [median(counted.map((cost) => cost.one)) * 1_000, median(counted.map((cost) => cost.other)) * 1_000],
  };
}

/**
 * Milliseconds of processor time that a unit of a batch takes: the time during which others had the processor is none
 * of its cost, what the garbage collector does on other threads is. What was made ready for the batch is old by then:
 * it is none of the cost to copy it.
 */
export async function timePerUnit(contender: Contender, round: number): Promise<number> {
  const run = contender.batch(round);
  collectYoung();
  const before = process.cpuUsage();
  const units = await run();
  const { user, system } = process.cpuUsage(before);
  if (!(units > 0)) throw new Error('a batch did nothing');
  return (user + system) / 1_000 / units;
}

/** The middle one; the higher of the two where there is none. */
export function median(numbers: readonly number[]): number {
  const middle = numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  if (middle === undefined) throw new RangeError('there is no median of nothing');
  return middle;
}

/** Bytes that what `make` answers keeps alive. */
export function liveBytes(make: () => object): number {
  const before = liveHeap();
  const alive = [make()];
  const after = liveHeap();
  alive.length = 0;
  return after - before;
}

function liveHeap(): number {
  const gc = collector();
  // What the first pass makes unreachable the second collects.
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Collects what is young; what survives that twice is old, and no later collection of young objects copies it. */
function collectYoung(): void {
  const gc = collector();
  gc({ type: 'minor' });
  gc({ type: 'minor' });
}

function collector(): NodeJS.GCFunction {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run node with --expose-gc');
  return gc;
}
