import { cacheEntry } from '../charts/cache-entry.ts';
import { watchMoves } from '../charts/compile/move.ts';
import { kmsKey as kmsKeyChart } from '../charts/kms-key.ts';
import type { Chooser } from '../openness/choice.ts';
import type { Profile } from '../openness/profile.ts';
import { entryStateAt, type Purpose } from '../rules/bucket-key-lifetime.ts';
import { keyStateAt, storedStateAt } from '../rules/kms-answer.ts';
import { type RaisedEvent, watchRaised } from '../step/raised.ts';
import { step } from '../step/step.ts';
import { initialWorld } from '../store/initial-world.ts';
import type { World } from '../store/world.ts';
import type { Step } from '../vocabulary/events/event.ts';
import type { Setup } from '../vocabulary/setup.ts';
import type { MachineEvent, Thing } from './machine.ts';

/** Who of a setup plays in the machine: names of buckets and requesters, the id of a KMS key, the key of an object. */
export interface MachineCast {
  readonly bucket: string;
  readonly destination: string;
  readonly object: string;
  readonly kmsKey: string;
  /** Of the writers the machine shows what a write obtained, of the reader what a read obtained (U-09). */
  readonly writer1: string;
  readonly writer2: string;
  readonly reader: string;
  /** Which bucket key of the bucket and the KMS key, in the order in which they are made; by default the first, 0. */
  readonly bucketKey?: number;
}

const ENTRIES = [
  ['writer1', 'write'],
  ['writer2', 'write'],
  ['reader', 'read'],
] as const satisfies readonly (readonly [Thing, Purpose])[];

/**
 * Takes the steps of a trace in the model, and tells each event that they send to the charts of the cast, addressed to
 * its thing. What is due by its time is sent as well, since the feed looks at every thing before a step and after it.
 * Whether a replication rule covered what was written before it was seen everywhere (U-27) is settled when somebody
 * looks, and no event tells of that.
 */
export class MachineFeed {
  readonly #cast: MachineCast;
  #world: World;
  /** Number of the bucket key, once it is made; how many are to be made before. */
  #bucketKey = -1;
  #before: number;
  /** Where things stood when they were last looked at, and nothing has happened to them since. */
  readonly #seen = new Map<Thing, string>();

  constructor(setup: Setup, profile: Profile, cast: MachineCast) {
    this.#cast = cast;
    this.#world = initialWorld(setup, profile);
    this.#before = cast.bucketKey ?? 0;
  }

  /** The world after the steps that were taken. */
  get world(): World {
    return this.#world;
  }

  /** Number of the bucket key that is shown, or -1. */
  get bucketKey(): number {
    return this.#bucketKey;
  }

  /** Takes a step, and answers what it sends to the machine, in order. */
  take(input: Step, chooser: Chooser): readonly MachineEvent[] {
    const events = this.#due(input.atMs);
    const heard: RaisedEvent[] = [];
    const { world } = watchRaised(
      (raised) => heard.push(raised),
      () => step(this.#world, input, chooser),
    );
    this.#world = world;
    for (const raised of heard) this.#meet(raised);
    for (const raised of heard) {
      const { event } = raised;
      const type = event.type === 'Write' ? input.event.op : event.type;
      for (const thing of this.#things(raised)) {
        events.push(addressed(thing, { ...event, type }));
        this.#seen.delete(thing);
      }
    }
    return [...events, ...this.#due(input.atMs)];
  }

  /** Waits for the bucket key of the cast: KMS makes one for an entry that is generated. */
  #meet({ to, number, event }: RaisedEvent): void {
    if (this.#bucketKey >= 0 || to !== 'cacheEntry' || event.type !== 'Generate') return;
    const { scope, bucketKeys } = this.#world;
    const family = scope.family(scope.bucket(this.#cast.bucket), this.#kmsKey, []);
    if (bucketKeys.get(number)?.family !== family) return;
    if (this.#before === 0) this.#bucketKey = number;
    this.#before--;
  }

  /** Whom an event happens to: nobody in the cast, one, or two sessions that are one requester. */
  #things(raised: RaisedEvent): readonly Thing[] {
    const { scope } = this.#world;
    const { bucket, destination, object } = this.#cast;
    switch (raised.to) {
      case 'bucket':
        return matching(raised.number, { bucket: scope.bucket(bucket), destination: scope.bucket(destination) });
      case 'object':
        return matching(raised.number, {
          object: scope.object(bucket, object),
          replica: scope.object(destination, object),
        });
      case 'upload':
        return [];
      case 'kmsKey':
        return matching(raised.number, { kmsKey: this.#kmsKey });
      case 'bucketKey':
        return matching(raised.number, { bucketKey: this.#bucketKey });
      case 'cacheEntry': {
        const { identity, cache, by } = raised.entry;
        if (raised.number !== this.#bucketKey || cache !== 0) return [];
        return ENTRIES.flatMap(([thing, purpose]) =>
          purpose === by && this.#identity(thing) === identity ? [thing] : [],
        );
      }
    }
  }

  /** What has become due: the rules say so of each thing, when it is looked at. */
  #due(nowMs: number): MachineEvent[] {
    const { scope, kmsKeys, bucketKeys, buckets, restartEpoch } = this.#world;
    const { profile } = scope;
    const kmsKey = kmsKeys.get(this.#kmsKey);
    const key = bucketKeys.get(this.#bucketKey);
    const events: MachineEvent[] = [];
    if (kmsKey !== undefined) events.push(...this.#look('kmsKey', () => keyStateAt(kmsKey.control.current, nowMs)));
    if (key === undefined) return events;
    events.push(...this.#look('bucketKey', () => storedStateAt(key, kmsKey, nowMs, profile)));
    const bucket = buckets.get(scope.bucket(this.#cast.bucket));
    for (const [thing, purpose] of ENTRIES) {
      const identity = this.#identity(thing);
      const entry = key.entries.find((one) => one.identity === identity && one.cache === 0 && one.by === purpose);
      if (entry === undefined) continue;
      if (bucket === undefined) {
        // With its bucket an entry is gone. Of one that made no data keys any more a record is left, which nobody asks.
        if (this.#seen.get(thing) !== cacheEntry.initial) events.push(addressed(thing, { type: 'BucketDeleted' }));
        this.#seen.set(thing, cacheEntry.initial);
        continue;
      }
      events.push(
        ...this.#look(thing, () =>
          entryStateAt(entry, { nowMs, restartEpoch, cacheEpoch: bucket.cacheEpoch }, profile),
        ),
      );
    }
    return events;
  }

  /** The events that bring a thing where it is seen to stand: none where it was seen to stand there before. */
  #look(thing: Thing, at: () => string): readonly MachineEvent[] {
    const events: MachineEvent[] = [];
    const state = watchMoves((chart, _from, type) => {
      // Who looks at a bucket key looks at its KMS key as well.
      if (chart !== kmsKeyChart.id || thing === 'kmsKey') events.push(addressed(thing, { type }));
    }, at);
    if (this.#seen.get(thing) === state) return [];
    this.#seen.set(thing, state);
    return events;
  }

  get #kmsKey(): number {
    return this.#world.scope.keyWithId(this.#cast.kmsKey)?.number ?? -1;
  }

  #identity(thing: (typeof ENTRIES)[number][0]): number {
    return this.#world.scope.requesters.get(this.#cast[thing])?.identity ?? -1;
  }
}

function matching<T extends Thing>(number: number, things: Readonly<Record<T, number>>): readonly T[] {
  return (Object.keys(things) as T[]).filter((thing) => things[thing] === number);
}

function addressed(thing: Thing, event: { readonly type: string }): MachineEvent {
  // A thing is sent what its charts know, which is what the type says.
  return { ...event, type: `${thing}.${event.type}` } as MachineEvent;
}
