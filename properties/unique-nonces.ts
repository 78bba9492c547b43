import type { Property } from './property.ts';
import { seconds } from './wording.ts';

/** Encryptions with random 96-bit nonces that one AES-GCM key may make (NIST SP 800-38D, section 8.3). */
const GCM_LIMIT = 2 ** 32;

/**
 * AES-GCM loses its secrecy and its integrity when a key meets a nonce twice, and a bucket key wraps many data keys: so every
 * encryption seen from inside must have a fresh (key, nonce) pair, and no key may be used more often than random nonces allow.
 */
export const uniqueNonces: Property = {
  id: 'unique-nonces',
  title: 'No key encrypts twice with the same nonce, nor more often than AES-GCM allows.',
  requirements: ['F-111', 'U-18', 'U-26'],
  formula: '∀ seals s ≠ t: (s.key, s.nonce) ≠ (t.key, t.nonce);  ∀ keys k: |{ s : s.key = k }| < 2³²',
  needs: 'internals',
  monitor() {
    const nonces = new Map<string, Set<string>>();
    return {
      see({ step, observation }) {
        const seals = observation.internals?.seals;
        if (seals === undefined || seals.length === 0) return 'idle';
        let judgement: 'held' | 'exercised' = 'held';
        for (const { key, nonce } of seals) {
          let used = nonces.get(key);
          if (used === undefined) {
            used = new Set();
            nonces.set(key, used);
          } else {
            judgement = 'exercised';
          }
          const before = used.size;
          used.add(nonce);
          if (used.size === before) {
            return {
              violation: `at ${seconds(step.atMs)} ${step.event.op} encrypted with the key ${key} and the nonce ${nonce}, a pair that had been used before`,
            };
          }
          if (used.size >= GCM_LIMIT)
            return { violation: `the key ${key} made its ${used.size}th encryption at ${seconds(step.atMs)}, too many for AES-GCM` };
        }
        return judgement;
      },
    };
  },
};
