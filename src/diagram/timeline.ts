import { type Profile, type Requester, requesterIdentity } from '../../model/index.ts';
import type { Violation } from '../oracle/verdict.ts';
import { profileOf } from '../profile/described-profile.ts';
import { statusText } from '../report/answer-text.ts';
import { eventText } from '../report/event-text.ts';
import { Names, nameText } from '../report/names.ts';
import { countedText, durationText } from '../report/quantity-text.ts';
import type { Trace } from '../trace/trace.ts';
import { isUnseen, numberedText, plain, titleOf, unknownTexts, violationText } from './drawn-text.ts';
import { type DrawnUse, type PlayedStep, played } from './played.ts';

/** Most bucket keys that are drawn, the latest, and most requesters that hold one of them. */
const MOST_KEYS = 5;
const MOST_HOLDERS = 4;

/** A step as a row. */
export interface TimelineRow {
  /** Counted from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly time: string;
  readonly text: string;
  /** The KMS calls that were observed; undefined where it may have made some and nobody looked. */
  readonly calls: readonly string[] | undefined;
  /** Steps left out between the one before and this one. */
  readonly leftOut: number;
  readonly violation?: string;
}

/** The life of a bucket key. */
export interface KeyLife {
  /** Number of the step that made it; undefined where it is not known which bucket key it is. */
  readonly number: number | undefined;
  readonly bucket: string;
  /** When it makes data keys; undefined where that is not known. */
  readonly live?: Span;
  /** Who has had it in a cache. */
  readonly holders: readonly Holder[];
}

/** Those who are one requester to a cache, with what it has for them. */
export interface Holder {
  readonly names: readonly string[];
  readonly spans: readonly Span[];
  readonly marks: readonly Mark[];
}

/** A time in which something is there. */
export interface Span {
  readonly fromMs: number;
  /** Until when surely, and until when at the longest. */
  readonly surelyMs: number;
  readonly atMostMs: number;
}

/** What a step has done with a bucket key. */
export interface Mark {
  /** Place among the rows. */
  readonly row: number;
  readonly how: DrawnUse['how'];
  /** Whether all that explains the step agrees. */
  readonly isSure: boolean;
}

/** The lives of the bucket keys of a trace, as data. */
export interface Timeline {
  readonly title: string;
  readonly rows: readonly TimelineRow[];
  readonly keys: readonly KeyLife[];
  readonly leftOutAfter: number;
  /** What else is to be known, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The timeline of the bucket keys of a trace, up to the violation if there is one. Requests and KMS calls are those
 * that were observed; what a cache has, and how long, the model says, by the profile of the trace.
 *
 * @param indices - the index of each step of `trace`, where it is some of a longer one
 */
export function timelineOf(trace: Trace, violation?: Violation, indices?: readonly number[]): Timeline {
  const steps = played(trace, violation, indices);
  const names = new Names(trace);
  const lives = new Lives(trace, profileOf(trace.header.profile));
  for (const [row, step] of steps.entries()) lives.see(row, step);
  const keys = lives.keys();
  const end = indices === undefined ? trace.steps.length : (indices.at(-1) ?? -1) + 1;
  return {
    title: titleOf('Bucket keys', trace, violation),
    rows: steps.map((step, place) => rowOf(step, steps[place - 1]?.index ?? -1, names, violation)),
    keys: keys.slice(-MOST_KEYS),
    leftOutAfter: end - (steps.at(-1)?.index ?? -1) - 1,
    notes: [...notesOf(keys), ...unknownTexts(steps, violation)],
  };
}

function rowOf({ index, seen }: PlayedStep, before: number, names: Names, violation?: Violation): TimelineRow {
  const { by, event, atMs } = seen.step;
  const { status, kmsCalls = [] } = seen.observation;
  const who = by === null ? '' : `${nameText(by)} `;
  const isViolating = violation !== undefined && index === violation.stepIndex;
  return {
    number: index + 1,
    atMs,
    time: durationText(atMs),
    text: plain(`${who}${eventText(event, names)}${status < 300 ? '' : ` -> ${statusText(seen.observation)}`}`),
    calls: isUnseen(seen)
      ? undefined
      : kmsCalls.map(({ operation, result = 'ok' }) => plain(`${operation}${result === 'ok' ? '' : ` ${result}`}`)),
    leftOut: index - before - 1,
    ...(isViolating && { violation: violationText(violation) }),
  };
}

function notesOf(keys: readonly KeyLife[]): readonly string[] {
  if (keys.length === 0) return ['No bucket key is known to be made or used in these steps.'];
  const [first] = keys.slice(-MOST_KEYS);
  const left = keys.length - MOST_KEYS;
  return [
    `${numberedText(first?.number)}How long it lasts nobody saw: the model says it, by the profile.`,
    ...(left > 0 ? [`${countedText(left, 'earlier bucket key')} left out.`] : []),
  ];
}

function isSame(one: DrawnUse, other: DrawnUse): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What is found out of a holder. */
interface Found {
  readonly names: Set<string>;
  readonly spans: Map<number, Span>;
  readonly marks: Mark[];
}

/** Puts the lives together, step by step. */
class Lives {
  readonly #trace: Trace;
  readonly #profile: Profile;
  readonly #requesters: ReadonlyMap<string, Requester>;
  readonly #keys = new Map<
    string,
    { readonly number: number | undefined; readonly bucket: string; readonly holders: Map<string, Found> }
  >();

  constructor(trace: Trace, profile: Profile) {
    this.#trace = trace;
    this.#profile = profile;
    this.#requesters = new Map(trace.header.setup.requesters.map((one) => [one.name, one]));
  }

  see(row: number, { seen, possible = [] }: PlayedStep): void {
    const { atMs } = seen.step;
    for (const use of possible.flat()) {
      for (const number of use.bucketKeys.length === 0 ? [undefined] : use.bucketKeys) {
        const holder = this.#holder(number, use.bucket, use.by);
        const isSure = use.bucketKeys.length <= 1 && possible.every((uses) => uses.some((one) => isSame(one, use)));
        if (!holder.marks.some((mark) => mark.row === row && mark.how === use.how))
          holder.marks.push({ row, how: use.how, isSure });
        const fromMs = use.how === 'warm' ? use.sinceMs : atMs;
        if (fromMs !== undefined && number !== undefined && isSure)
          holder.spans.set(fromMs, this.#span(fromMs, use.bucket));
      }
    }
  }

  keys(): readonly KeyLife[] {
    const lives = [...this.#keys.values()].map(({ number, bucket, holders }): KeyLife => {
      const madeMs = number === undefined ? undefined : this.#trace.steps[number - 1]?.step.atMs;
      return {
        number,
        bucket: nameText(bucket),
        ...(madeMs !== undefined && { live: this.#live(madeMs) }),
        holders: [...holders.values()].slice(0, MOST_HOLDERS).map(({ names, spans, marks }) => ({
          names: [...names].map((name) => nameText(name)),
          spans: [...spans.values()],
          marks,
        })),
      };
    });
    return lives.sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
  }

  #holder(number: number | undefined, bucket: string, by: string): Found {
    const at = JSON.stringify([number ?? null, bucket]);
    const key = this.#keys.get(at) ?? { number, bucket, holders: new Map<string, Found>() };
    this.#keys.set(at, key);
    const requester = this.#requesters.get(by);
    const identity = requester === undefined ? by : requesterIdentity(requester, this.#profile.requesterMode);
    const holder = key.holders.get(identity) ?? { names: new Set(), spans: new Map(), marks: [] };
    key.holders.set(identity, holder);
    holder.names.add(by);
    return holder;
  }

  /** The limit to how often it is used may end its life before its time (U-26). */
  #live(fromMs: number): Span {
    const { generationLifetime, usesPerBucketKey } = this.#profile;
    const surelyMs = usesPerBucketKey === 'none' ? fromMs + generationLifetime.minMs : fromMs;
    return { fromMs, surelyMs, atMostMs: fromMs + generationLifetime.maxMs };
  }

  /** A time in a cache, which ends early where hosts restart, the bucket keys are evicted, or the bucket is deleted. */
  #span(fromMs: number, bucket: string): Span {
    const { cacheLifetime, caches, earlyEviction, idleTime } = this.#profile;
    const lost = this.#trace.steps.find(
      ({ step: { atMs, event }, observation: { status } }) =>
        atMs > fromMs &&
        (event.op === 'RestartHosts' ||
          ((event.op === 'EvictBucketKeys' || (event.op === 'DeleteBucket' && status < 300)) &&
            event.bucket === bucket)),
    );
    const lostMs = lost?.step.atMs ?? Number.POSITIVE_INFINITY;
    // One of many caches may not be asked again, and what may be dropped is sure of nothing (U-04, U-05).
    const isKept = caches !== 'any' && !earlyEviction;
    const sureMs = isKept ? Math.min(cacheLifetime.minMs, idleTime.minMs) : 0;
    return {
      fromMs,
      surelyMs: Math.min(lostMs, fromMs + sureMs),
      atMostMs: Math.min(lostMs, fromMs + cacheLifetime.maxMs),
    };
  }
}
