import { createHash } from 'node:crypto';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { S3Action } from '../../../model/vocabulary/policy.ts';
import type { TouchedObject } from '../../reference/request-scope.ts';
import { policyAllows } from '../../reference/s3/authorisation.ts';
import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import type { BucketSession } from '../credentials/sessions.ts';
import type { RequestHead } from '../http/head.ts';
import { parameter } from '../http/head.ts';
import type { Asker, World } from '../world/world.ts';
import { S3Error } from './s3-error.ts';
import { versionHeaders } from './version-headers.ts';

/** The content of a request, once it is checked. */
export interface Content {
  readonly bytes: Uint8Array;
  /** Checksums in base64 that came with it and hold, by header. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** Kinds of buckets (F-20). */
export type BucketKind = 'general purpose' | 'directory';

/** The one storage class that there is in each kind of buckets. */
export const STORAGE_CLASSES: Readonly<Record<BucketKind, string>> = {
  'general purpose': 'STANDARD',
  directory: 'EXPRESS_ONEZONE',
};

/** A request of S3 whose signature holds, in the world that answers it. */
export class S3Request {
  readonly head: RequestHead;
  readonly world: World;
  readonly asker: Asker;
  /** Bucket and key; empty where the request names none. */
  readonly bucket: string;
  readonly key: string;
  /** The session of a directory bucket that it is signed in; undefined where it is in none. */
  readonly session: BucketSession | undefined;
  /** Reads the body, which has at most so many bytes, and checks it. */
  readonly content: (maxBytes: number) => Promise<Content>;

  constructor(
    head: RequestHead,
    world: World,
    asker: Asker,
    place: { readonly bucket: string | null; readonly key: string | null },
    content: (maxBytes: number) => Promise<Content>,
    session?: BucketSession,
  ) {
    this.head = head;
    this.world = world;
    this.asker = asker;
    this.bucket = place.bucket ?? '';
    this.key = place.key ?? '';
    this.content = content;
    this.session = session;
  }

  /** The storage class of all in the bucket. */
  get storageClass(): string {
    return STORAGE_CLASSES[this.world.arns.isDirectory(this.bucket) ? 'directory' : 'general purpose'];
  }

  header(name: string): string | undefined {
    return this.head.headers.get(name);
  }

  parameter(name: string): string | undefined {
    return parameter(this.head.query, name);
  }

  /**
   * Has the world carry out an event.
   *
   * @throws S3Error where it refuses
   */
  async take(event: Event, touched?: TouchedObject): Promise<Observation> {
    const observation = await this.world.take(this.asker, event, touched);
    const { status, code } = observation;
    if (status >= 300) throw new S3Error(status, code ?? '', undefined, versionHeaders(observation));
    return observation;
  }

  /**
   * The bucket of the request, if who asks may do this to it: for what the model has no event of.
   *
   * @throws S3Error `NoSuchBucket` or `AccessDenied`
   */
  bucketFor(action: S3Action): StoredBucket {
    const { s3 } = this.world.reference;
    const bucket = s3.buckets.get(this.bucket);
    if (bucket === undefined) throw new S3Error(404, 'NoSuchBucket');
    if (!policyAllows(s3, bucket, this.asker.requester, action)) throw new S3Error(403, 'AccessDenied');
    return bucket;
  }
}

/** MD5 in hex. */
export function md5Hex(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
