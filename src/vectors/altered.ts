import type { KmsCall, Observation } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';

/** What somebody's implementation may get wrong in one answer; undefined where the answer has nothing of the kind. */
type Alteration = (seen: Observation) => Observation | undefined;

const OTHER = 'f'.repeat(32);

const ALTERATIONS: readonly Alteration[] = [
  (seen) => (seen.kmsCalls?.length ? { ...seen, kmsCalls: [] } : undefined),
  (seen) => ({ ...seen, bucketKeyEnabled: seen.bucketKeyEnabled === true ? null : true }),
  (seen) => (typeof seen.contentMd5 === 'string' ? { ...seen, contentMd5: OTHER } : undefined),
  (seen) => (seen.kmsCalls?.length ? { ...seen, kmsCalls: seen.kmsCalls.map(forAnother) } : undefined),
  (seen) => (typeof seen.sse === 'string' ? { ...seen, sse: seen.sse === 'AES256' ? 'aws:kms' : 'AES256' } : undefined),
  (seen) => (seen.kmsCalls?.length ? { ...seen, kmsCalls: [...seen.kmsCalls, ...seen.kmsCalls] } : undefined),
  (seen) => (typeof seen.etag === 'string' ? { ...seen, etag: OTHER } : undefined),
  (seen) => (seen.status >= 400 ? { ...seen, status: 200, code: null } : undefined),
  (seen) => (seen.status >= 400 ? { ...seen, code: 'NotImplemented' } : undefined),
];

/** A call whose encryption context names another place. */
function forAnother(call: Partial<KmsCall> & Pick<KmsCall, 'operation' | 'keyArn'>) {
  return { ...call, context: { 'aws:s3:arn': 'arn:aws:s3:::another-bucket' } };
}

/** Traces in which one answer is another, in an order that depends on the seed; some may conform all the same. */
export function* alteredTraces(steps: readonly ObservedStep[], seed: number): Generator<readonly ObservedStep[]> {
  const places = steps.length * ALTERATIONS.length;
  for (let n = 0; n < places; n += 1) {
    const place = (seed + n) % places;
    const at = Math.floor(place / ALTERATIONS.length);
    const seen = steps[at];
    const observation = seen && ALTERATIONS[place % ALTERATIONS.length]?.(seen.observation);
    if (seen !== undefined && observation !== undefined)
      yield [...steps.slice(0, at), { ...seen, observation }, ...steps.slice(at + 1)];
  }
}
