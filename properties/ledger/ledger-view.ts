import type { Arns, Profile, Step } from '../../model/index.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { Deletions } from './deletions.ts';
import type { KeyRecord } from './key-record.ts';
import type { LedgerRequester } from './requesters.ts';
import type { Unsettled } from './unsettled.ts';

/** What can be looked up in a ledger before the sides of a step are found, which the ledger itself asks for. */
export interface LedgerView {
  readonly profile: Profile;
  readonly arns: Arns;
  /** Settings of buckets that are not known. */
  readonly unsettled: Unsettled;
  /** Which steps deleted what is not there. */
  readonly deletions: Deletions;
  /** How many steps were recorded. */
  readonly steps: number;
  /** A requester of the setup, or undefined. */
  requester(name: string): LedgerRequester | undefined;
  /**
   * Whoever takes a step.
   * @throws RangeError when the setup has no such requester.
   */
  requesterOf(step: Step): LedgerRequester;
  /** What a requester must have in common with another to share bucket keys; undefined for a name nobody has. */
  identityOf(name: string): number | undefined;
  /** A bucket that exists. */
  bucket(name: string): BucketRecord | undefined;
  /** The bucket that an encryption context names. */
  bucketWithArn(arn: string | undefined): BucketRecord | undefined;
  /** A KMS key by its ARN. */
  key(arn: string): KeyRecord | undefined;
}
