import type { Setup } from './setup.ts';

/** The region of a setup that names none. */
export const DEFAULT_REGION = 'eu-west-1';

/** Where an account may create a bucket that it has, which changes nothing of the bucket but its ACL (E-42). */
export const REGION_OF_REPEATED_CREATION = 'us-east-1';

/** Alias of the AWS managed key `aws/s3` of an account (F-185). */
export const MANAGED_ALIAS = 'alias/aws/s3';

/** What the names of the regions outside the partition `aws` start with, and the partition they are in. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/**
 * The region of a trace, the AWS managed keys in it whose ids are known, and its buckets, of which some have ARNs of
 * their own.
 */
export type ArnSetup = Pick<Setup, 'region' | 'managedKeys'> & Partial<Pick<Setup, 'buckets'>>;

/**
 * The ARNs of a trace. Everything in it lives in one region, that of its setup: a KMS key of another region cannot be
 * used (F-11, E-08). The partition follows from the region.
 */
export class Arns {
  readonly region: string;
  /** What the ARN of every bucket starts with. */
  readonly s3Prefix: string;
  /** What the ARN of every KMS key and alias that can be used starts with. */
  readonly kmsPrefix: string;
  /** The name by which KMS knows S3 where it asks for somebody (F-145). */
  readonly s3Service: string;
  readonly #iamPrefix: string;
  readonly #directoryPrefix: string;
  readonly #managedKeyIds: ReadonlyMap<string, string>;
  /** ARNs of directory buckets, by name; undefined where there are none. */
  readonly #directories: ReadonlyMap<string, string> | undefined;

  constructor({ region = DEFAULT_REGION, managedKeys = [], buckets = [] }: ArnSetup) {
    const partition = PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
    this.region = region;
    this.s3Prefix = `arn:${partition}:s3:::`;
    this.kmsPrefix = `arn:${partition}:kms:${region}:`;
    this.s3Service = `s3.${region}.amazonaws.com`;
    this.#iamPrefix = `arn:${partition}:iam::`;
    this.#managedKeyIds = new Map(managedKeys.map(({ account, id }) => [account, id]));
    this.#directoryPrefix = `arn:${partition}:s3express:${region}:`;
    const directories = buckets.filter(({ kind }) => kind === 'directory');
    if (directories.length > 0)
      this.#directories = new Map(directories.map(({ name, account }) => [name, this.directory(name, account)]));
  }

  /** Whether a name is that of a directory bucket (F-20). */
  isDirectory(bucket: string): boolean {
    return this.#directories?.has(bucket) === true;
  }

  /** ARN of a bucket: the encryption context S3 sends for an object that has a bucket key (F-88). */
  bucket(bucket: string): string {
    return this.#directories?.get(bucket) ?? this.s3Prefix + bucket;
  }

  /** ARN of a directory bucket of an account. */
  directory(bucket: string, account: string): string {
    return `${this.#directoryPrefix}${account}:bucket/${bucket}`;
  }

  /** ARN of an object: the encryption context S3 sends for an object without a bucket key (F-88). */
  object(bucket: string, key: string): string {
    return `${this.bucket(bucket)}/${key}`;
  }

  /** ARN of a KMS key. */
  kmsKey(account: string, keyId: string): string {
    return `${this.kmsPrefix}${account}:key/${keyId}`;
  }

  /** ARN of a KMS alias; `alias` starts with `alias/`. */
  alias(account: string, alias: string): string {
    return `${this.kmsPrefix}${account}:${alias}`;
  }

  /** ARN that stands for every principal of an account in a policy. */
  accountRoot(account: string): string {
    return `${this.#iamPrefix}${account}:root`;
  }

  /** ARN of an IAM role. */
  role(account: string, role: string): string {
    return `${this.#iamPrefix}${account}:role/${role}`;
  }

  /**
   * Key id of the AWS managed key `aws/s3` of an account (F-12): its real one where the setup tells it. The key is
   * created at its first use, and never configurable by that name.
   */
  managedKeyId(account: string): string {
    return this.#managedKeyIds.get(account) ?? `aws-s3-${account}`;
  }

  /** ARN of the AWS managed key `aws/s3` of an account (F-12). */
  managedKey(account: string): string {
    return this.kmsKey(account, this.managedKeyId(account));
  }
}
