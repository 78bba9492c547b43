import type { Outcome } from '../../model/index.ts';

/** An outcome for JSON, keys always in the same order. */
export function outcomeJson({ because, kmsCalls, ...parts }: Outcome): object {
  const { status, code, sse, kmsKeyArn, bucketKeyEnabled, etag, contentMd5, replicationStatus, rule } = parts;
  const { versionId, deleteMarker, keyRotationEnabled } = parts;
  return {
    status,
    code,
    sse,
    kmsKeyArn,
    bucketKeyEnabled,
    etag,
    contentMd5,
    replicationStatus,
    ...(versionId !== undefined && { versionId }),
    ...(deleteMarker !== undefined && { deleteMarker }),
    rule,
    ...(keyRotationEnabled !== undefined && { keyRotationEnabled }),
    kmsCalls: kmsCalls.map(({ operation, by, keyArn, context, result }) => ({
      operation,
      by,
      keyArn,
      context,
      result,
    })),
    requirements: because,
  };
}
