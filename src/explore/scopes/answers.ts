import type { ExploreScope } from '../scope.ts';
import { by, copies, gets, OUTAGE, puts, resets, rules } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const setup = settingUp({ requesters: ['ann', 'old'], kmsKeys: ['k1'], buckets: { b: [] } });

/** Requests that AWS has no recorded answer to, or one of several: a KMS out of reach, odd headers and signatures. */
export const answers: ExploreScope = {
  name: 'answers',
  title:
    'One bucket, one object, one requester of two who signs in the old way, and a KMS that cannot always be reached; ' +
    'S3 answers as AWS leaves it open.',
  setup: {
    ...setup,
    requesters: setup.requesters.map((one) => (one.name === 'old' ? { ...one, signature: 'v2' } : one)),
  },
  profile: {
    ...strictProfile('answers'),
    title: 'Outages, empty key ids, contexts without KMS, self-copies and signatures are answered in either way.',
    kmsOutage: ['unreachable', 'KMSInternalException'],
    outageAnswer: ['503', '500'],
    emptyKeyId: ['asked', 'refused', 'absent'],
    contextWithoutKms: ['ignored', 'refused'],
    selfCopyBy: ['anyHeader', 'algorithm', 'anySetting'],
    looksNeedV4: [false, true],
    anyS3Error: true,
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: '' }),
    resets('ann', 'b'),
    puts('ann', 'b/x'),
    puts('ann', 'b/x', { sse: 'AES256', context: { team: 'a' } }),
    gets('ann', 'b/x'),
    copies('ann', 'b/x', 'b/x'),
    by('ann', {
      op: 'CopyObject',
      source: { bucket: 'b', key: 'x' },
      bucket: 'b',
      key: 'x',
      headers: { kmsKeyId: 'k1' },
    }),
    by('old', { op: 'HeadObject', bucket: 'b', key: 'x' }),
    ...OUTAGE,
  ],
  monitored: false,
};
