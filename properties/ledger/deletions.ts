import type { ObjectName } from '../../model/index.ts';
import { BoundedMap } from './bounded-map.ts';

/** How many deletions are remembered at least: they are only told of. */
const REMEMBERED = 1_000;

/** In which step buckets and objects were last deleted, of those that were of late. */
export class Deletions {
  readonly #buckets = new BoundedMap<number>(REMEMBERED);
  readonly #objects = new BoundedMap<number>(REMEMBERED);

  /** A bucket was deleted. */
  bucketDeleted(name: string, step: number): void {
    this.#buckets.set(name, step);
  }

  /** An object was deleted. */
  objectDeleted(object: ObjectName, step: number): void {
    this.#objects.set(nameOf(object), step);
  }

  /** An object was found to be gone, and nobody saw how. */
  objectGone(object: ObjectName): void {
    this.#objects.delete(nameOf(object));
  }

  /** Step that deleted a bucket that is not there; undefined = none that is remembered. */
  ofBucket(name: string): number | undefined {
    return this.#buckets.get(name);
  }

  /** Step that deleted an object that is not there, since its bucket was made. */
  ofObject(object: ObjectName, bucketMadeStep: number): number | undefined {
    const step = this.#objects.get(nameOf(object));
    return step !== undefined && step > bucketMadeStep ? step : undefined;
  }
}

/** Where the name of the bucket ends is part of it. */
function nameOf({ bucket, key }: ObjectName): string {
  return `${bucket.length} ${bucket}/${key}`;
}
