import type { IdentityStatement } from '../vocabulary/policy.ts';
import type { Requester } from '../vocabulary/requester.ts';

/** A requester with all that the rules ask of it, worked out once. */
export interface KnownRequester
  extends Omit<Requester, 'scopingPolicy' | 'signature' | 'servicePrincipal' | 'sourceArn'> {
  /** How its requests are signed, if not by Signature Version 4. Who does not sign has no account and no ARNs. */
  readonly signature: Requester['signature'] | undefined;
  /** Number of its identity: equal numbers share bucket keys. */
  readonly identity: number;
  /** What policies call it by: the ARN of its role, or the name of a service, which has no account (K-28). */
  readonly roleArn: string;
  readonly rootArn: string;
  /** What a service asks for; undefined where no service asks. */
  readonly sourceArn: string | undefined;
  /** What IAM says of it; undefined where nothing is told, so that it may whatever is left to IAM (F-187). */
  readonly limits: Limits | undefined;
  /** The managed key `aws/s3` of its account (F-12). */
  readonly managedKey: NumberedKey;
}

/** The policies of IAM that hold for a requester; undefined = not told, and no limit. */
export interface Limits {
  /** Of its role. */
  readonly identity: readonly IdentityStatement[] | undefined;
  /** Of its session. */
  readonly scoping: readonly IdentityStatement[] | undefined;
}

/** A KMS key by number. */
export interface NumberedKey {
  readonly number: number;
  readonly arn: string;
}
