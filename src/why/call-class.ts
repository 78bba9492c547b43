import type { KmsEvent } from '../cloudtrail/events/trail-event.ts';

/** The service that reads and writes logs for its own purposes. */
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
/** Sessions that S3 opens for itself. */
const S3_JOBS = /^s3-(?:replication|batch)/i;

/** Most roles that are remembered of each kind. */
const MAX_ROLES = 10_000;

/** What a call is before anybody asks for its cause; each call is of one class. */
export type CallClass = 'by CloudTrail' | 'not by S3' | 'denied' | 'by a job of S3' | 'for a request';

/** Tells the classes of calls apart; it learns which roles replicate from what they do. */
export class CallClasses {
  readonly #replicating = new Set<string>();
  readonly #updating = new Set<string>();

  /** Takes a caller of UpdateObjectEncryption, who needs Encrypt too. */
  noteUpdate(principal: string): void {
    if (this.#updating.size < MAX_ROLES) this.#updating.add(principal);
  }

  of({ caller, target, error, name }: KmsEvent): CallClass {
    const { principal, session, service } = caller;
    if (service === CLOUDTRAIL) return 'by CloudTrail';
    if (target === undefined) return 'not by S3';
    if (error !== undefined) return 'denied';
    if (name === 'Encrypt') {
      // Replication puts the data key of a replica under its key so (F-73); its role is for nothing else.
      if (!this.#updating.has(principal) && this.#replicating.size < MAX_ROLES) this.#replicating.add(principal);
      return 'by a job of S3';
    }
    if (this.#replicating.has(principal) || S3_JOBS.test(session)) return 'by a job of S3';
    return 'for a request';
  }
}
