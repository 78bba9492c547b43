import type { Property } from './property.ts';
import { seconds } from './wording.ts';

/** Encryptions with random 96-bit nonces that one AES-GCM key may make (NIST SP 800-38D, section 8.3). */
const GCM_LIMIT = 2 ** 32;
/** How many (key, nonce) pairs are remembered at least; at most twice as many are. */
const REMEMBERED_PAIRS = 65_536;

/** What one key encrypted. */
interface Uses {
  /** Encryptions, those included whose nonces are not remembered any more. */
  count: number;
  /** The nonces: most keys are data keys, which encrypt once. */
  readonly first: string;
  others: Set<string> | undefined;
  /** The last nonce. */
  last: string;
  /** Whether each nonce was above the one before, as a counter in front of a fixed field makes them. */
  counts: boolean;
  /** How many digits all of them have in common at the end. */
  commonTail: number;
}

/** Encryptions of one key after which it shows how its nonces are made. */
const ENOUGH_NONCES = 10;
/** Digits that random nonces never all have in common. */
const SUSPICIOUS_DIGITS = 8;

/** A key of which no nonce is remembered. */
function usesFrom(earlier: Uses | undefined, nonce: string): Uses {
  const { count = 0, counts = true } = earlier ?? {};
  return { count, first: nonce, others: undefined, last: nonce, counts, commonTail: nonce.length };
}

/** Takes note of a nonce. */
function follow(uses: Uses, nonce: string): void {
  uses.counts &&= nonce > uses.last;
  let common = 0;
  while (common < uses.commonTail && nonce.at(-1 - common) === uses.last.at(-1 - common)) common += 1;
  uses.commonTail = common;
  uses.last = nonce;
}

/**
 * The end of all nonces is alike and they do not count upwards: their beginning alone is left to chance, and two that
 * are equal are a matter of time.
 */
function isHalfRandom({ count, counts, commonTail, last }: Uses): boolean {
  return count >= ENOUGH_NONCES && !counts && commonTail >= SUSPICIOUS_DIGITS && commonTail < last.length;
}

function has({ first, others }: Uses, nonce: string): boolean {
  return first === nonce || others?.has(nonce) === true;
}

/**
 * AES-GCM loses its secrecy and its integrity when a key meets a nonce twice, and a bucket key wraps many data keys: so
 * every encryption seen from inside must have a (key, nonce) pair that was not seen of late, and no key may be used
 * more often than random nonces allow.
 */
export const uniqueNonces: Property = {
  id: 'unique-nonces',
  title: 'No key encrypts twice with the same nonce, nor more often than AES-GCM allows.',
  requirements: ['F-111', 'U-18', 'U-26'],
  formula: '∀ seals s ≠ t: (s.key, s.nonce) ≠ (t.key, t.nonce);  ∀ keys k: |{ s : s.key = k }| < 2³²',
  needs: 'internals',
  ofDirectories: 'too',
  monitor() {
    let young = new Map<string, Uses>();
    let old: ReadonlyMap<string, Uses> | undefined;
    let pairs = 0;
    return {
      see({ step, observation }) {
        const seals = observation.internals?.seals;
        if (seals === undefined || seals.length === 0) return 'idle';
        let judgement: 'held' | 'exercised' = 'held';
        for (const { key, nonce } of seals) {
          const earlier = old?.get(key);
          const known = young.get(key);
          if (known !== undefined || earlier !== undefined) judgement = 'exercised';
          if ((known !== undefined && has(known, nonce)) || (earlier !== undefined && has(earlier, nonce))) {
            return {
              violation:
                `at ${seconds(step.atMs)} ${step.event.op} encrypted with the key ${key} and the nonce ${nonce}, a ` +
                'pair that had been used before',
              requirements: ['F-111', 'U-18'],
            };
          }
          const uses = known ?? usesFrom(earlier, nonce);
          if (known === undefined) young.set(key, uses);
          else {
            follow(known, nonce);
            known.others ??= new Set();
            known.others.add(nonce);
          }
          uses.count += 1;
          pairs += 1;
          if (pairs === REMEMBERED_PAIRS) {
            old = young;
            young = new Map();
            pairs = 0;
          }
          if (isHalfRandom(uses)) {
            return {
              violation:
                `at ${seconds(step.atMs)} the key ${key} made its ${uses.count}th encryption, and all its nonces end ` +
                `in ${nonce.slice(-uses.commonTail)}: only what is before that is left to chance`,
              requirements: ['U-18', 'U-26'],
            };
          }
          if (uses.count >= GCM_LIMIT)
            return {
              violation:
                `the key ${key} made its ${uses.count}th encryption at ${seconds(step.atMs)}, ` +
                'too many for AES-GCM',
              requirements: ['F-111', 'U-26'],
            };
        }
        return judgement;
      },
    };
  },
};
