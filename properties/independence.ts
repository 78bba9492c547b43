import { Arns, type Event, type Setup, type Step } from '../model/index.ts';
import { freshName } from './metamorphic/fresh-name.ts';
import type { MetamorphicProperty } from './metamorphic/metamorphic-property.ts';
import { difference, isDeterministic } from './metamorphic/same-answer.ts';
import type { ObservedStep } from './observed-step.ts';
import { stepText } from './wording.ts';

const BODY = { text: 'aside', md5: '58a5bd4d1fe1914a7438e768c0627486' };
const BUCKET = 'aside-bucket';
const KEY_ID = 'aside-key';
const REQUESTER = 'aside';
/** Every so many steps somebody else does something else. */
const EVERY = 2;

/**
 * Bucket keys of different buckets and KMS keys have nothing to do with each other. A stranger's bucket, under a KMS
 * key of its own, is written and read between the steps of a trace, and every answer of the trace must stay as it was.
 */
export const independence: MetamorphicProperty = {
  id: 'independence',
  title: 'What happens in an unrelated bucket under an unrelated KMS key changes no answer elsewhere.',
  requirements: ['F-28', 'F-114', 'F-97'],
  formula: '∀ interleavings with a disjoint trace t: answer(trace ∥ t)|trace = answer(trace)',
  applies: isDeterministic,
  variant(setup, steps) {
    // Where KMS is asked in one name for all, a stranger uses up the quota of that account, too (F-127).
    if (setup.service !== undefined && setup.kmsQuotas !== undefined) return { setup, steps };
    const stranger = strangerTo(setup, steps);
    const withAsides = steps.flatMap((step, index) =>
      index % EVERY === 0
        ? [step, { atMs: step.atMs, by: stranger.name, event: aside(stranger, index / EVERY) }]
        : [step],
    );
    return { setup: stranger.setup, steps: withAsides };
  },
  relate(original, variant) {
    if (variant.length === original.length) return 'idle';
    const others = variant.filter((_, index) => index % (EVERY + 1) !== 1);
    for (const [index, seen] of original.entries()) {
      const other = others[index];
      if (other === undefined) return 'idle';
      const differs = difference(seen, other);
      if (differs !== undefined)
        return {
          violation:
            `${stepText(seen)}; with a stranger at work in another bucket the same step was answered otherwise: ` +
            `${differs}`,
          requirements: ['F-28', 'F-97'],
        };
    }
    return original.some(usesBucketKey) && variant.length > original.length ? 'exercised' : 'held';
  },
};

function usesBucketKey({ observation }: ObservedStep): boolean {
  return observation.bucketKeyEnabled === true;
}

interface Stranger {
  readonly setup: Setup;
  readonly name: string;
  readonly bucket: string;
  readonly keyArn: string;
}

/**
 * The setup with a requester, a bucket and a KMS key that nothing in the trace knows of, in an account of their own.
 */
function strangerTo(setup: Setup, steps: readonly Step[]): Stranger {
  // A name that occurs anywhere in the trace, in whatever role, is avoided.
  const text = JSON.stringify([setup, steps]);
  const fresh = (base: string): string => freshName(base, (name) => text.includes(name));
  const account = firstFreeAccount(text);
  const [name, bucket, keyId] = [fresh(REQUESTER), fresh(BUCKET), fresh(KEY_ID)];
  return {
    name,
    bucket,
    keyArn: new Arns(setup).kmsKey(account, keyId),
    setup: {
      ...setup,
      requesters: [...setup.requesters, { name, account, principal: name, session: name }],
      kmsKeys: [...setup.kmsKeys, { id: keyId, account }],
      buckets: [...setup.buckets, { name: bucket, account, plainObjects: [] }],
    },
  };
}

function firstFreeAccount(text: string): string {
  let account = 999_999_999_999;
  while (text.includes(String(account))) account -= 1;
  return String(account);
}

/** What the stranger does: writing with a bucket key, reading, and configuring its own bucket, in turns. */
function aside({ bucket, keyArn }: Stranger, turn: number): Event {
  const key = `k${turn % 3}`;
  switch (turn % 4) {
    case 0:
      return {
        op: 'PutBucketEncryption',
        bucket,
        rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn, BucketKeyEnabled: true }],
      };
    case 1:
    case 3:
      return { op: 'PutObject', bucket, key, body: BODY, headers: {} };
    default:
      return { op: 'GetObject', bucket, key: `k${(turn - 1) % 3}` };
  }
}
