import { get, put } from '../../../model/testing/events.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, PER_OBJECT_RULE, rule, witness } from '../witness-steps.ts';

/** Faults in the KMS calls that are made and recorded. */
export const AUDIT_MUTANTS: readonly Mutant[] = [
  {
    id: 'calls-recorded-twice',
    title: 'Every KMS call shows up twice, as a client makes it that retries without looking at the first answer.',
    requirements: ['F-138', 'K-02', 'K-06'],
    killedBy: ['calls-per-side', 'audit-complete', 'explained'],
    parts: partsWith({ kms: { auditRecords: (call) => [call, call] } }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k')), does('ann', get('b/k'))),
  },
  {
    id: 'bucket-key-calls-made-twice',
    title: 'KMS calls for bucket keys show up twice: one to see whether the requester may, one to get the key.',
    requirements: ['F-132', 'K-03'],
    killedBy: ['dominance', 'calls-per-side', 'audit-complete', 'explained'],
    parts: partsWith({
      kms: { auditRecords: (call) => (call.context['aws:s3:arn']?.includes('/') ? [call] : [call, call]) },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k'))),
  },
  {
    id: 'refused-calls-not-recorded',
    title: 'Only the KMS calls that succeed are recorded.',
    requirements: ['F-137', 'F-138'],
    killedBy: ['audit-complete', 'explained'],
    parts: partsWith({ kms: { auditRecords: (call) => (call.result === 'ok' ? [call] : []) } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      does('ann', { op: 'DisableKey', keyId: 'K1' }),
      does('ann', put('b/k')),
    ),
  },
  {
    id: 'decrypts-not-recorded',
    title: 'No Decrypt call shows up: data keys look as if they were opened without asking KMS.',
    requirements: ['K-06', 'F-38', 'F-138'],
    killedBy: ['no-free-ride', 'explained'],
    parts: partsWith({ kms: { auditRecords: (call) => (call.operation === 'Decrypt' ? [] : [call]) } }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k')), does('ann', get('b/k'))),
  },
  {
    id: 'calls-made-by-service',
    title: 'KMS calls carry the identity of S3 instead of that of the requester.',
    requirements: ['F-100', 'F-139', 'F-146', 'D-13'],
    killedBy: ['audit-complete', 'every-requester-pays', 'explained'],
    parts: partsWith({ kms: { auditRecords: (call) => [{ ...call, by: 's3' }] } }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k'))),
  },
  {
    id: 'object-name-in-bucket-key-calls',
    title: 'KMS calls for a bucket key name the object that needed it in an extra pair of the context.',
    requirements: ['F-137', 'F-88'],
    killedBy: ['context-names-the-bucket', 'explained'],
    parts: partsWith({
      kms: {
        auditRecords: (call) =>
          call.context['aws:s3:arn']?.includes('/')
            ? [call]
            : [{ ...call, context: { ...call.context, 'aws:s3:object': 'b/k' } }],
      },
    }),
    witness: witness(rule('b', BUCKET_KEY_RULE), does('ann', put('b/k'))),
  },
];
