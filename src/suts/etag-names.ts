import { type Conditions, CURRENT_ETAG, type ObjectName, type Observation, type Step } from '../../model/index.ts';
import { objectText } from './object-text.ts';

/** An ETag that no object has. */
const NOBODYS_ETAG = '0'.repeat(32);

/**
 * Puts the ETag that a system has last shown of an object in place of {@link CURRENT_ETAG}, by which the conditions of
 * steps name one that S3 has yet to give; where none was shown, one that no object has.
 */
export class EtagNames {
  /** By bucket and key. */
  readonly #shown = new Map<string, string>();

  /** The step as it goes out to the system. */
  named(step: Step): Step {
    const { event } = step;
    if ('conditions' in event && event.conditions !== undefined) {
      const conditions = this.#named(event, event.conditions);
      return conditions === event.conditions ? step : { ...step, event: { ...event, conditions } };
    }
    if (!('sourceConditions' in event) || event.sourceConditions === undefined) return step;
    const sourceConditions = this.#named(event.source, event.sourceConditions);
    return sourceConditions === event.sourceConditions ? step : { ...step, event: { ...event, sourceConditions } };
  }

  #named(object: ObjectName, conditions: Conditions): Conditions {
    const { ifMatch, ifNoneMatch } = conditions;
    if (ifMatch !== CURRENT_ETAG && ifNoneMatch !== CURRENT_ETAG) return conditions;
    const etag = this.#shown.get(objectText(object)) ?? NOBODYS_ETAG;
    return {
      ...conditions,
      ...(ifMatch === CURRENT_ETAG && { ifMatch: etag }),
      ...(ifNoneMatch === CURRENT_ETAG && { ifNoneMatch: etag }),
    };
  }

  /** Takes note of what a step has shown. */
  note({ event }: Step, { etag }: Observation): void {
    if (typeof etag !== 'string' || !('key' in event)) return;
    if (event.op === 'UploadPart' || event.op === 'UploadPartCopy') return;
    this.#shown.set(objectText(event), etag);
  }
}
