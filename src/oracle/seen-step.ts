import {
  isKmsOutage,
  isMultipartEtag,
  isOpaqueEtag,
  isUnseenEtag,
  type KmsOutage,
  type Observation,
  type ObservedKmsCall,
  type Seen,
} from '../../model/index.ts';

import { multipartEtagOf } from './multipart-etag.ts';

/** What was observed of the step that is being explained. */
export class SeenStep implements Seen {
  observation: Observation = { status: 200 };
  isReplication = false;
  /** Whether S3 may have failed by itself, which explains all that an unseen failure of KMS would. */
  mayBeLost = false;

  etag(md5: string): string | undefined {
    const { etag } = this.observation;
    return typeof etag === 'string' && isOpaqueEtag(etag, md5) ? etag : undefined;
  }

  versionId(): string | null | undefined {
    return this.observation.versionId;
  }

  /** What nobody has seen of the parts may be anything, but for how many there are (F-83). */
  multipartEtag(parts: readonly string[]): string | undefined {
    if (!parts.some(isUnseenEtag)) return multipartEtagOf(parts);
    const { etag } = this.observation;
    return typeof etag === 'string' && isMultipartEtag(etag, parts.length) ? etag : undefined;
  }

  kmsCalls(): readonly ObservedKmsCall[] {
    return this.observation.kmsCalls ?? [];
  }

  /** A call that nobody answered may have been seen by S3 alone, which then fails, or puts off a replication. */
  kmsOutages(): readonly KmsOutage[] {
    const { status, replicationStatus } = this.observation;
    const seen = new Set(
      this.kmsCalls()
        .map(({ result = 'ok' }) => result)
        .filter(isKmsOutage),
    );
    const hasFailed = status === 500 || status === 503 || (this.isReplication && replicationStatus === 'PENDING');
    if (hasFailed && !this.mayBeLost) seen.add('unreachable');
    return [...seen];
  }
}

/** An observation as of somebody who has not looked at some parts of it; a status there always is. */
export function unseen(parts: readonly string[], { status, ...others }: Observation): Observation {
  const left = Object.entries(others).filter(([name]) => !parts.some((part) => part === name));
  return { ...Object.fromEntries(left), status };
}
