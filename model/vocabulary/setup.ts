import type { Body } from './body.ts';
import type { ObjectName, VersioningStatus } from './fields.ts';
import type { OtherKeySpec } from './key-spec.ts';
import type { KmsQuotaSetup } from './kms-quota.ts';
import type { IdentityStatement } from './policy.ts';
import type { Requester } from './requester.ts';

/**
 * A customer managed KMS key that exists from the start: enabled, its policy allowing the owner's account (F-11). One
 * whose material is to be imported has none yet (F-209).
 */
export interface KmsKeySetup {
  /** Bare key id, unique in the setup. Ids that start with `aws-s3-` are reserved for managed keys. */
  readonly id: string;
  readonly account: string;
  /** Omitted = `SYMMETRIC_DEFAULT`. */
  readonly keySpec?: OtherKeySpec;
  /** Where its material comes from, in AWS's words. Omitted = `AWS_KMS`: KMS makes it. */
  readonly origin?: 'EXTERNAL';
}

/** The real id of an AWS managed key `aws/s3`; where the setup does not tell it, it is `aws-s3-<account>` (F-12). */
export interface ManagedKeySetup {
  /** An account has one such key in a region. */
  readonly account: string;
  /** Bare key id, unique in the setup. */
  readonly id: string;
}

/** An alias that exists from the start. It is resolved in the account of whoever writes (F-10). */
export interface AliasSetup {
  readonly account: string;
  /** Starts with `alias/`. */
  readonly alias: string;
  /** Bare id of a key of the same account. */
  readonly keyId: string;
}

/** A bucket that exists from the start, never configured but for its versioning. */
export interface BucketSetup {
  readonly name: string;
  /** Account of the owner. */
  readonly account: string;
  /**
   * What it does about versions (F-175). Omitted = nobody says: it is taken to keep none until it shows or is told
   * otherwise, and what needs versions is not held against it.
   */
  readonly versioning?: 'Unversioned' | VersioningStatus;
  /**
   * A directory bucket, of S3 Express One Zone, which has rules of its own for KMS keys, bucket keys and copies (F-20,
   * F-53) and keeps no versions; so is one that is made later under its name. Omitted = general purpose.
   */
  readonly kind?: 'directory';
  /** Object Lock is on: its versions may be locked (F-188). It keeps versions then, and its versioning says so. */
  readonly objectLock?: boolean;
  /** Objects written before 5 January 2023: stored without encryption (PLAIN, F-33). */
  readonly plainObjects: readonly { readonly key: string; readonly body: Body }[];
}

/** What IAM lets a role do. */
export interface IdentityPolicySetup {
  readonly account: string;
  /** Name of the role, as a requester has it. */
  readonly principal: string;
  readonly statements: readonly IdentityStatement[];
}

/** What a scoping (session) policy lets who has it do, of all that the role may (F-187). */
export interface ScopingPolicySetup {
  readonly name: string;
  readonly statements: readonly IdentityStatement[];
}

/** What was there before the first step and nobody recorded: it may be in any state that AWS documents. */
export interface UnknownPast {
  /** Names of buckets of which no setting is known, nor what is in them, nor what is cached of their bucket keys. */
  readonly buckets?: readonly string[];
  /** Objects of which nothing is known, be it that they are there. */
  readonly objects?: readonly ObjectName[];
  /** Bare ids of KMS keys whose state and policy are not known. */
  readonly kmsKeys?: readonly string[];
}

/**
 * The world before the first step of a trace. Everything else the steps create. Lists, not records: any string is just
 * a name.
 */
export interface Setup {
  /** Region of everything in the trace; omitted = `eu-west-1`. The partition of its ARNs follows from it. */
  readonly region?: string;
  readonly requesters: readonly Requester[];
  readonly kmsKeys: readonly KmsKeySetup[];
  /** AWS managed keys whose ids are known, of whatever account. Every account has one, named here or not. */
  readonly managedKeys?: readonly ManagedKeySetup[];
  readonly aliases: readonly AliasSetup[];
  readonly buckets: readonly BucketSetup[];
  /** Policies of roles. A role that is not listed may do what bucket and key policies leave to IAM. */
  readonly identityPolicies?: readonly IdentityPolicySetup[];
  /** Scoping policies by the names that requesters have. One that is not listed takes nothing from its role. */
  readonly scopingPolicies?: readonly ScopingPolicySetup[];
  /**
   * Quotas of KMS by account, where the trace has all that the account asks of KMS. One that is not listed throttles
   * nobody: that is left to the event `ThrottleKms`.
   */
  readonly kmsQuotas?: readonly KmsQuotaSetup[];
  /**
   * Name of the requester that is the service itself: in its name KMS is called, whoever asks, where a profile has all
   * requesters share their bucket keys (`requesterMode` `service`). Omitted = there too KMS is called in the name of
   * who asks.
   */
  readonly service?: string;
  /**
   * What of all this is not known, because the trace begins in the middle. `everything`: also buckets, KMS keys and
   * aliases that are not listed may have been there. Omitted = nothing.
   */
  readonly unknown?: 'everything' | UnknownPast;
}
