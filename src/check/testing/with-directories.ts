import type { Setup, Step } from '../../../model/index.ts';

/** The first two buckets are directory buckets, which random setups have seldom, and one at most. */
export function withDirectories(setup: Setup): Setup {
  const [one, two, ...others] = setup.buckets.map(({ name, account, plainObjects }) => ({
    name,
    account,
    plainObjects,
  }));
  const asDirectory = (bucket: typeof one) =>
    bucket === undefined ? [] : [{ ...bucket, plainObjects: [], kind: 'directory' as const }];
  return { ...setup, buckets: [...asDirectory(one), ...asDirectory(two), ...others] };
}

/** The first of them is put under KMS. */
export function underKms({ buckets: [bucket], requesters: [first], kmsKeys: [key] }: Setup): Step {
  const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key?.id ?? '' } as const;
  return {
    atMs: 0,
    by: first?.name ?? '',
    event: { op: 'PutBucketEncryption', bucket: bucket?.name ?? '', rules: [rule] },
  };
}
