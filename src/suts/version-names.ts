import {
  assembles,
  makesVersion,
  NULL_VERSION,
  type ObjectName,
  type Observation,
  objectWritten,
  operationOf,
  type Setup,
  type Step,
  versionPlace,
} from '../../model/index.ts';
import { objectText } from './object-text.ts';

/** An id that no version has. */
const NOBODYS_ID = 'no-such-version';

/**
 * Puts the ids that a system has shown in place of names such as `#2`, by which steps name versions that have no id
 * yet; where nothing is known to be at the place, one that no version has.
 */
export class VersionNames {
  /** By bucket and key, the ids of versions and delete markers, the oldest first. */
  readonly #ids = new Map<string, string[]>();

  constructor({ buckets }: Pick<Setup, 'buckets'>) {
    for (const { name: bucket, plainObjects } of buckets)
      for (const { key } of plainObjects) this.#add({ bucket, key }, NULL_VERSION);
  }

  /** The step as it goes out to the system. */
  named(step: Step): Step {
    const { event } = step;
    if ('sourceVersionId' in event) {
      const sourceVersionId = this.#id(event.source, event.sourceVersionId);
      return sourceVersionId === undefined ? step : { ...step, event: { ...event, sourceVersionId } };
    }
    if (!('versionId' in event)) return step;
    const versionId = this.#id(event, event.versionId);
    return versionId === undefined ? step : { ...step, event: { ...event, versionId } };
  }

  #id(object: ObjectName, name: string | undefined): string | undefined {
    const place = versionPlace(name ?? '');
    if (place === undefined) return undefined;
    return this.#ids.get(objectText(object))?.[place - 1] ?? NOBODYS_ID;
  }

  /** Takes note of what a step has shown. */
  note({ event }: Step, { status, versionId, deleteMarker }: Observation): void {
    if (status >= 400) return;
    const operation = operationOf(event);
    const written = objectWritten(event, operation);
    const isNew = makesVersion(operation) || assembles(operation);
    if (event.op === 'DeleteBucket') this.#forget(event.bucket);
    else if (written !== undefined && isNew) this.#add(written, versionId ?? NULL_VERSION);
    else if (event.op === 'ExpireObject') this.#noteExpiry(event, versionId, deleteMarker);
    else if (event.op !== 'DeleteObject') return;
    else if (event.versionId !== undefined) this.#remove(event, event.versionId);
    else if (deleteMarker === true) this.#add(event, versionId ?? NULL_VERSION);
    else this.#remove(event, NULL_VERSION);
  }

  /** What is shown is what has become of it: a delete marker is there, or a version is gone, or nothing happened. */
  #noteExpiry(object: ObjectName, id: Observation['versionId'], isMarker: Observation['deleteMarker']): void {
    if (typeof id !== 'string') return;
    if (isMarker === true) this.#add(object, id);
    else this.#remove(object, id);
  }

  #add(object: ObjectName, id: string): void {
    // What has no id of its own replaces what had none (F-176).
    if (id === NULL_VERSION) this.#remove(object, id);
    const ids = this.#ids.get(objectText(object));
    if (ids === undefined) this.#ids.set(objectText(object), [id]);
    else ids.push(id);
  }

  #remove(object: ObjectName, id: string): void {
    const ids = this.#ids.get(objectText(object)) ?? [];
    const at = ids.lastIndexOf(id);
    if (at >= 0) ids.splice(at, 1);
  }

  #forget(bucket: string): void {
    for (const text of this.#ids.keys()) if (text.startsWith(`${bucket}/`)) this.#ids.delete(text);
  }
}
