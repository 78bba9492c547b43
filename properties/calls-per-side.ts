import {
  type EventName,
  isReplication,
  type KmsOperation,
  makesDataKey,
  mayCallUnsaid,
  type Profile,
  rewraps,
} from '../model/index.ts';
import { callsPerSideInvariant } from './calls-per-side/invariant.ts';
import { isKms, mostOpened, type Sides } from './ledger/sides.ts';
import type { Property } from './property.ts';
import { stepText } from './wording.ts';

/**
 * A request touches KMS once for each object it has to open or to seal: a read once, a write once, a copy once on each
 * side, GetObjectAttributes for the checksum only. A write may add one Decrypt where it verifies the bucket key, and so
 * may a replication. HEAD, deletions and configuration never ask KMS, and neither does anything on an object that is
 * not under a KMS key.
 */
export const callsPerSide: Property = {
  id: 'calls-per-side',
  title:
    'A request makes at most one KMS call for each side that needs KMS, and one more where a bucket key is verified.',
  requirements: [
    'K-01',
    'K-02',
    'K-06',
    'K-09',
    'K-12',
    'K-13',
    'K-21',
    'K-22',
    'K-24',
    'K-25',
    'K-27',
    'K-29',
    'F-41',
    'F-71',
    'F-142',
    'F-183',
    'U-08',
    'U-34',
  ],
  formula: '□ (|calls(request)| ≤ |KMS-needing sides| + [a bucket key is verified])',
  needs: 'kms-calls',
  monitor({ ledger, profile }) {
    return {
      see(seen) {
        const { kmsCalls } = seen.observation;
        if (kmsCalls === undefined) return 'idle';
        if (kmsCalls.length === 0) return 'held';
        if (mayCallUnsaid(seen.step.event, profile)) return 'idle';
        const sides = ledger.sides(seen);
        const reads = mostOpened(seen.step.event, sides.operation, profile);
        for (const operation of OPERATIONS) {
          let count = 0;
          for (const call of kmsCalls) if (call.operation === operation) count += 1;
          if (count === 0) continue;
          const allowed = allowedCalls(sides, profile, operation, reads);
          if (count > allowed) {
            const { text, requirements } = neededText(seen.step.event.op, sides, operation, allowed, reads);
            return {
              violation: `${stepText(seen)} with ${counted(count, operation)}, but ${text}`,
              requirements,
              parts: [{ part: 'kmsCalls', expected: counted(allowed, operation), observed: counted(count, operation) }],
            };
          }
        }
        const total = allowedTotal(sides, profile, reads);
        if (kmsCalls.length > total)
          return {
            violation: `${stepText(seen)} with ${kmsCalls.length} KMS calls, but at most ${total} can be needed`,
            requirements: [isReplication(sides.operation) ? 'K-22' : 'K-13'],
            parts: [{ part: 'kmsCalls', expected: `at most ${total}`, observed: `${kmsCalls.length}` }],
          };
        return 'exercised';
      },
    };
  },
  invariant: callsPerSideInvariant,
};

function counted(count: number, operation: string): string {
  return `${count} ${operation} ${count === 1 ? 'call' : 'calls'}`;
}

/** What a step needs of an operation, and where that is said. */
function neededText(
  op: EventName,
  { operation: asked, read, write }: Sides,
  operation: KmsOperation,
  allowed: number,
  opened: number,
) {
  const most = `at most ${allowed} can be needed`;
  const mayRead = opened > 0;
  if (rewraps(asked)) return { text: `${most} for the two sides of an update`, requirements: ['K-25'] };
  if (asked.upload?.does === 'completes' && operation === 'Decrypt') return { text: most, requirements: ['K-19'] };
  if (isReplication(asked)) return { text: most, requirements: [read?.sse === 'AES256' ? 'K-24' : 'K-21', 'K-22'] };
  if (!mayRead && !makesDataKey(asked)) {
    const isHead = op === 'HeadObject';
    return { text: `${op} never asks KMS`, requirements: isHead ? ['K-09', 'F-41'] : ['K-12'] };
  }
  if (makesDataKey(asked) && !mayRead) {
    if (write !== undefined && isKms(write.sse) === false)
      return { text: `a write of ${write.sse ?? 'no encryption'} asks nothing of KMS`, requirements: ['K-01'] };
    if (operation === 'Decrypt' && write?.bucketKey === false)
      return { text: 'a write without a bucket key needs one GenerateDataKey and no Decrypt', requirements: ['K-02'] };
    return { text: most, requirements: [write?.bucketKey === false ? 'K-02' : 'K-03'] };
  }
  if (makesDataKey(asked)) return { text: `${most} for the two sides of a copy`, requirements: ['K-13'] };
  if (read !== undefined && isKms(read.sse) === false)
    return { text: `what it reads is under ${read.sse ?? 'no encryption'}, not under KMS`, requirements: ['K-01'] };
  return { text: most, requirements: [read?.bucketKey === true ? 'K-07' : 'K-06'] };
}

const OPERATIONS: readonly KmsOperation[] = ['GenerateDataKey', 'Encrypt', 'Decrypt', 'ReEncrypt'];

/** Most calls of one operation that a step can need. */
function allowedCalls(
  { operation: asked, read, write }: Sides,
  profile: Profile,
  operation: KmsOperation,
  opened: number,
): number {
  const reads = read !== undefined && isKms(read.sse) === false ? 0 : 1;
  const writes = write !== undefined && isKms(write.sse) === false ? 0 : 1;
  // Without a bucket key there is none to open or to verify.
  const mayOpen = write?.bucketKey !== false && write?.sse !== 'aws:kms:dsse';
  const opens = mayOpen && (profile.writeVerifies.includes(true) || profile.coldWrite.includes('unwrap')) ? 1 : 0;
  if (isReplication(asked)) {
    if (read?.sse === 'AES256') return 0;
    // Only what lies unencrypted is encrypted anew, by GenerateDataKey as in any write; the rest is decrypted and
    // encrypted again.
    const isPlain = read === undefined ? undefined : read.sse === undefined ? undefined : read.sse === null;
    if (operation === 'GenerateDataKey') return isPlain === false ? 0 : 1;
    if (operation === 'Encrypt') return isPlain === true ? 0 : 1;
    const opensReplica = profile.replicationVerifies.includes(true) || profile.coldWrite.includes('unwrap') ? 1 : 0;
    return isPlain === true ? opens : 1 + opensReplica;
  }
  // By which call an update wraps a data key anew is open (U-22).
  if (rewraps(asked) && operation !== 'Decrypt') {
    const mayReEncrypt =
      profile.rewrapsBy.includes('ReEncrypt') && read?.bucketKey !== true && write?.bucketKey !== true;
    return operation === 'ReEncrypt' && !mayReEncrypt ? 0 : 1;
  }
  if (rewraps(asked)) return reads + opens;
  if (operation === 'Encrypt' || operation === 'ReEncrypt') return 0;
  const forWrite = makesDataKey(asked) ? writes : 0;
  if (operation === 'GenerateDataKey') return forWrite;
  // Of a part that is copied only the source is known.
  return (opened > 1 ? reads + 1 : opened * reads) + forWrite * opens;
}

/** Most calls that a step can need altogether. */
function allowedTotal({ operation: asked }: Sides, profile: Profile, opened: number): number {
  const verifies = profile.writeVerifies.includes(true) ? 1 : 0;
  if (isReplication(asked)) return 3;
  return opened + (makesDataKey(asked) || rewraps(asked) ? 1 + verifies : 0);
}
