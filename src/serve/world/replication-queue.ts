import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import { unreplicatedMarker } from '../../reference/s3/versions.ts';

/** Where an object waits to be replicated. */
interface Waiting {
  readonly bucket: string;
  readonly key: string;
}

/** What is to be replicated, and how. */
export interface Replicating {
  readonly buckets: ReadonlyMap<string, StoredBucket>;
  /** Replication takes up an object. */
  replicate(bucket: string, key: string): Promise<void>;
}

/** Replicates behind the requests, one object after the other: what a write has marked, and what is still pending. */
export class ReplicationQueue {
  readonly #world: Replicating;
  readonly #complain: (problem: string) => void;
  readonly #waiting = new Map<string, Waiting>();
  #running: Promise<void> | undefined;

  /** `complain` is told where replication itself fails, which is never the fault of who asked. */
  constructor(world: Replicating, complain: (problem: string) => void) {
    this.#world = world;
    this.#complain = complain;
  }

  /** Takes up an object, or a delete marker, if it is one that a rule wants. */
  add(bucket: string, key: string): void {
    const of = this.#world.buckets.get(bucket);
    const isMarker = of?.replication?.deleteMarkers === true && unreplicatedMarker(of, key) !== undefined;
    if (!isMarker && of?.objects.get(key)?.replication !== 'PENDING') return;
    this.#waiting.set(JSON.stringify([bucket, key]), { bucket, key });
    this.#running ??= this.#run();
  }

  /** Resolves when everything that waits was tried once. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Tries again what is still pending, such as while KMS was throttled. */
  async retry(): Promise<void> {
    await this.#running;
    for (const [bucket, { objects, replication }] of this.#world.buckets) {
      if (replication === null) continue;
      for (const [key, object] of objects) if (object.replication === 'PENDING') this.add(bucket, key);
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    // The write that began it is answered first.
    await new Promise((resolve) => setImmediate(resolve));
    for (const [name, { bucket, key }] of this.#waiting) {
      this.#waiting.delete(name);
      await this.#world.replicate(bucket, key).catch((error) => this.#complain(`replication: ${String(error)}`));
    }
    this.#running = undefined;
  }
}
