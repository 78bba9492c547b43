import type { NamedPolicy } from '../iam/access.ts';

/** A bucket, as far as files tell of it. */
export interface BucketConfiguration {
  readonly name: string;
  /** The flag before and after what is planned; undefined where nothing says it. */
  readonly before: boolean | undefined;
  readonly after: boolean | undefined;
}

/** Somebody who writes objects with headers of their own, and so is not reached by the default of the bucket. */
export interface OwnWriter {
  readonly bucket: string;
  readonly name: string;
  readonly how: string;
}

/** Objects of a bucket as S3 Inventory lists them. */
export interface InventoryCount {
  readonly bucket: string;
  readonly withBucketKey: number;
  readonly withoutBucketKey: number;
}

/** All that files tell of who may do what. */
export interface Configuration {
  readonly keyPolicies: NamedPolicy[];
  readonly bucketPolicies: NamedPolicy[];
  /** By the name of whoever they belong to. */
  readonly identityPolicies: Map<string, NamedPolicy[]>;
  readonly buckets: Map<string, BucketConfiguration>;
  /** Names or ARNs of roles that replicate. */
  readonly replicationRoles: Set<string>;
  readonly ownWriters: OwnWriter[];
  readonly inventories: InventoryCount[];
  /** What was not understood, and so is not judged. */
  readonly leftOut: string[];
}

/** A configuration that says nothing. */
export function newConfiguration(): Configuration {
  return {
    keyPolicies: [],
    bucketPolicies: [],
    identityPolicies: new Map(),
    buckets: new Map(),
    replicationRoles: new Set(),
    ownWriters: [],
    inventories: [],
    leftOut: [],
  };
}

/** The last part of the ARN of a role. */
export function roleName(role: string): string {
  return role.split('/').at(-1) ?? role;
}
