import type { SseAlgorithm } from './encryption.ts';

/** How an object was encrypted, as far as it is known. */
export interface InferredEncryption {
  /** Null = stored without encryption, or under a customer key (F-33, P12). */
  readonly sse: SseAlgorithm | null;
  /** It was under a customer key. */
  readonly isUnderCustomerKey?: true;
  /** ARN of the KMS key; undefined = none, or one that nobody has seen. */
  readonly kmsKeyArn: string | undefined;
  readonly bucketKey: boolean;
}

/**
 * Something that has to have been so before the first step of a trace that begins in the middle: what a step took for
 * so, and was explained by.
 */
export type Beginning =
  | {
      readonly about: 'object';
      readonly bucket: string;
      readonly key: string;
      /** Null = there was no such object. */
      readonly was: InferredEncryption | null;
    }
  | {
      /** The default encryption of a bucket. */
      readonly about: 'rule';
      readonly bucket: string;
      readonly was: InferredEncryption;
    }
  | {
      /** The bucket policy, or what else S3 goes by, refused a requester. */
      readonly about: 'policy';
      readonly bucket: string;
      readonly by: string;
    }
  | { readonly about: 'bucket'; readonly bucket: string; readonly was: 'there' | 'not there' }
  | {
      /** A plaintext bucket key was cached for a requester. */
      readonly about: 'cache';
      readonly bucket: string;
      readonly by: string;
      readonly kmsKeyArn: string | undefined;
    }
  | {
      /** A KMS key was in a state, or had a policy, that refused a call. */
      readonly about: 'kmsKey';
      readonly arn: string;
      readonly refused: string;
    };
