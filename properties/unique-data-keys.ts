import { BoundedMap } from './ledger/bounded-map.ts';
import type { Property } from './property.ts';
import { seconds, succeeded } from './wording.ts';

/** An object version, or what else was written. */
interface Owner {
  readonly name: string;
  readonly atMs: number;
}

/**
 * A bucket key is shared by many objects, but it never encrypts any of them: it makes a data key of its own for every
 * object version. Only an implementation that shows the fingerprints of its data keys can be watched, and compared are
 * those it has shown of late. A replica may keep the data key of its source, since replication re-wraps it (F-78).
 */
export const uniqueDataKeys: Property = {
  id: 'unique-data-keys',
  title: 'No two object versions share a data key.',
  requirements: ['F-111', 'F-112', 'F-78'],
  formula: '∀ versions v ≠ w, w no replica of v: dataKey(v) ≠ dataKey(w)',
  needs: 'internals',
  ofDirectories: 'too',
  monitor({ ledger }) {
    const owners = new BoundedMap<Owner>();
    let hasOthers = false;
    return {
      see(seen) {
        const dataKey = seen.observation.internals?.dataKey;
        if (dataKey === undefined || !succeeded(seen)) return 'idle';
        const { write } = ledger.sides(seen);
        const { event, atMs } = seen.step;
        const owner = owners.get(dataKey);
        const name = write === undefined ? event.op : `${write.bucket.name}/${write.key}`;
        owners.set(dataKey, { name, atMs });
        if (owner === undefined) {
          const judgement = hasOthers ? 'exercised' : 'held';
          hasOthers = true;
          return judgement;
        }
        if (write?.version.replicaOf?.source.dataKey === dataKey) return 'held';
        return {
          violation:
            `${name} was written at ${seconds(atMs)} under a data key that had already encrypted ${owner.name} as ` +
            `written at ${seconds(owner.atMs)}`,
          requirements: ['F-111'],
        };
      },
    };
  },
};
