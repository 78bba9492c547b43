import { BoundedMap } from './ledger/bounded-map.ts';
import type { Judgement, Property } from './property.ts';
import { seconds, shortKey } from './wording.ts';

/** What a KMS key wrapped with, and the last step in which it did so with no rotation to be seen before. */
interface Use {
  readonly material: string;
  readonly step: number;
  readonly atMs: number;
}

/**
 * A rotation keeps the old key material for what it has wrapped, and wraps with new material from then on. From outside
 * a rotation that does nothing looks like one that does; who shows the fingerprints of the material can be watched.
 * When an automatic rotation happens is not said to the minute: only those on demand are judged, and that there is none
 * where it was turned off (F-193).
 */
export const rotationRenews: Property = {
  id: 'rotation-renews',
  title: 'A KMS key that was rotated wraps with new key material, and one that rotates no more with what it has.',
  requirements: ['F-124', 'F-125', 'F-193'],
  formula: '∀ wraps u, w of one KMS key: rotation between them → material(u) ≠ material(w); rotation off → =',
  needs: 'internals',
  ofDirectories: 'too',
  monitor({ ledger }) {
    const lastUses = new BoundedMap<Use>();
    return {
      see({ step, observation }) {
        let judgement: Judgement = 'idle';
        for (const { kmsKeyArn, material } of observation.internals?.wraps ?? []) {
          const last = lastUses.get(kmsKeyArn);
          const key = ledger.key(kmsKeyArn);
          const isRotated = last !== undefined && key !== undefined && key.rotatedStep > last.step;
          // So young a rotation need not be seen yet (U-23).
          const isSeen = isRotated && step.atMs >= key.rotatedAtMs + ledger.profile.kmsDelayMs;
          if (isSeen && material === last.material) {
            return {
              violation:
                `at ${seconds(step.atMs)} ${step.event.op} had ${shortKey(kmsKeyArn)} wrap with the key material ` +
                `${material}, as before the rotation at ${seconds(key.rotatedAtMs)}`,
              requirements: ['F-124', 'F-125'],
            };
          }
          // One that was rotated at the time of its last use may have been rotated after it.
          const keeps = last !== undefined && !isRotated && key?.keepsMaterialSince(last.atMs) === true;
          if (keeps && material !== last.material) {
            return {
              violation:
                `at ${seconds(step.atMs)} ${step.event.op} had ${shortKey(kmsKeyArn)} wrap with the key material ` +
                `${material}, before with ${last.material}; automatic rotation is off since ` +
                `${seconds(key.rotationOffMs)}`,
              requirements: ['F-193'],
            };
          }
          if (isSeen) judgement = 'exercised';
          else if (judgement === 'idle') judgement = 'held';
          if (!isRotated || material !== last.material)
            lastUses.set(kmsKeyArn, { material, step: ledger.steps, atMs: step.atMs });
        }
        return judgement;
      },
    };
  },
};
