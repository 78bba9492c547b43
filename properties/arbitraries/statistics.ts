import {
  EVENT_NAMES,
  type EventName,
  type ObjectName,
  type Observation,
  objectWritten,
  operationOf,
  type Step,
  showsData,
} from '../../model/index.ts';

/** What happened to one kind of event. */
export interface EventTally {
  readonly count: number;
  /** Answered with status 400 or above. */
  readonly refused: number;
  /** Replication that found nothing to do. */
  readonly noOps: number;
}

type Seen = Pick<Observation, 'replicationStatus'>;

/** Counts what the steps of many traces came to, so that a test run can tell what it has tried. */
export class TraceStatistics {
  readonly #events = new Map<EventName, { count: number; refused: number; noOps: number }>();
  readonly #lengths: number[] = [];
  #warmReads = 0;
  #coldReads = 0;
  /** Objects of this trace that replication has finished with. */
  readonly #replicated = new Set<string>();

  /** Begins the next trace. */
  beginTrace(): void {
    this.#lengths.push(0);
    this.#replicated.clear();
  }

  /** Adds one step of the trace and what was seen of it. */
  see(
    { event }: Step,
    seen: Pick<Observation, 'status' | 'bucketKeyEnabled' | 'kmsCalls' | 'replicationStatus'>,
  ): void {
    if (this.#lengths.length === 0) this.beginTrace();
    this.#lengths[this.#lengths.length - 1] = (this.#lengths.at(-1) ?? 0) + 1;
    const tally = this.#events.get(event.op) ?? { count: 0, refused: 0, noOps: 0 };
    this.#events.set(event.op, tally);
    tally.count++;
    if (seen.status >= 400) {
      tally.refused++;
      return;
    }
    if (showsData(operationOf(event)) && seen.bucketKeyEnabled === true && seen.kmsCalls !== undefined) {
      if (seen.kmsCalls.length === 0) this.#warmReads++;
      else this.#coldReads++;
    }
    if (event.op === 'ReplicateObject' && this.#changesNothing(event, seen)) tally.noOps++;
    const written = objectWritten(event);
    if (written !== undefined) this.#replicated.delete(nameOf(written));
  }

  #changesNothing(event: ObjectName, { replicationStatus }: Seen): boolean {
    if (replicationStatus === 'PENDING' || replicationStatus === 'FAILED') return false;
    if (replicationStatus !== 'COMPLETED') return true;
    const name = nameOf(event);
    if (this.#replicated.has(name)) return true;
    this.#replicated.add(name);
    return false;
  }

  /** Traces seen. */
  get traces(): number {
    return this.#lengths.length;
  }

  /** Steps seen. */
  get steps(): number {
    return this.#lengths.reduce((sum, length) => sum + length, 0);
  }

  /** Steps of the longest trace. */
  get longest(): number {
    return this.#lengths.reduce((longest, length) => Math.max(longest, length), 0);
  }

  /** Steps of a trace on average. */
  get meanLength(): number {
    return this.traces === 0 ? 0 : this.steps / this.traces;
  }

  /** Share of all steps that were refused, 0 to 1. */
  get refusedShare(): number {
    const refused = EVENT_NAMES.reduce((sum, name) => sum + this.of(name).refused, 0);
    return this.steps === 0 ? 0 : refused / this.steps;
  }

  /** Successful reads of objects with a bucket key that made no KMS call, and that made one. */
  get bucketKeyReads(): { readonly warm: number; readonly cold: number } {
    return { warm: this.#warmReads, cold: this.#coldReads };
  }

  /** What happened to one kind of event. */
  of(name: EventName): EventTally {
    return this.#events.get(name) ?? { count: 0, refused: 0, noOps: 0 };
  }
}

function nameOf({ bucket, key }: ObjectName): string {
  return JSON.stringify([bucket, key]);
}

/** The statistics as lines of text: a summary, then one line for each kind of event. */
export function describeStatistics(statistics: TraceStatistics): string {
  const { warm, cold } = statistics.bucketKeyReads;
  const lines = [
    `${statistics.traces} traces, ${statistics.steps} steps: ${statistics.meanLength.toFixed(1)} on average, ` +
      `${statistics.longest} at most`,
    `${percent(statistics.refusedShare)} of the steps refused; reads with a bucket key: ${warm} warm, ${cold} cold`,
  ];
  for (const name of EVENT_NAMES) {
    const { count, refused, noOps } = statistics.of(name);
    if (count === 0) continue;
    const share = percent(refused / count);
    lines.push(
      `${name.padEnd(24)}${String(count).padStart(8)}  ${share.padStart(6)} ` +
        `refused${noOps > 0 ? `, ${noOps} with nothing to do` : ''}`,
    );
  }
  return lines.join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
