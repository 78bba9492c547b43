import type { Profile } from '../model/index.ts';
import { contextArnOf } from './ledger/calls.ts';
import { EVENTS_WITH_SIDES, isKms, type Side } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';

/**
 * The saving itself. AWS promises none (U-33), so this holds nobody to anything unless a profile asks for it: a server
 * with bucket keys on may call KMS in every request, and each of its steps is as it should be. What each requester has
 * had of its calls is known at the end of a trace only, and judged there.
 */
export const leastReuse: Property = {
  id: 'least-reuse',
  title: 'Each KMS call for a bucket key serves as many uses of it as the profile asks for, over the whole trace.',
  requirements: ['U-33', 'F-110'],
  formula: '∀ requesters r: |{ uses of bucket keys by r }| ≥ leastReuse · |{ their KMS calls }|, at the end',
  needs: 'kms-calls',
  events: EVENTS_WITH_SIDES,
  monitor({ ledger, profile: { leastReuse: least } }) {
    const reuses = new Map<number, Reuse>();
    return {
      see(seen) {
        const { read, write, done } = ledger.sides(seen);
        if (least === 'none' || !done || seen.observation.kmsCalls === undefined) return 'idle';
        let judgement: Judgement = 'idle';
        for (const side of [read, write]) {
          if (side === undefined || !usesBucketKey(seen, side)) continue;
          const { identity, name } = side.by;
          const reuse = reuses.get(identity) ?? { by: name, uses: 0, calls: 0 };
          reuse.uses += 1;
          reuse.calls += callsFor(ledger, seen, side);
          reuses.set(identity, reuse);
          judgement = reuse.uses > reuse.calls ? 'exercised' : 'held';
        }
        return judgement;
      },
      end() {
        for (const reuse of reuses.values()) {
          // Who has made fewer requests than that cannot have reused anything as often.
          if (least === 'none' || reuse.uses < least || reuse.uses >= least * reuse.calls) continue;
          return { violation: tooFew(reuse, least), requirements: ['U-33'] };
        }
        return undefined;
      },
    };
  },
};

/** Whether a profile asks for it. */
export function asksForReuse({ leastReuse: least }: Profile): boolean {
  return least !== 'none';
}

/** What one requester has had of its KMS calls. */
interface Reuse {
  readonly by: string;
  /** Objects that it read or wrote by way of a bucket key. */
  uses: number;
  calls: number;
}

/** Where the flag was not seen, a call tells what it is for (F-88), and without a call it is taken for a saving. */
function usesBucketKey({ observation }: ObservedStep, { bucket, bucketKey, sse }: Side): boolean {
  if (bucketKey !== undefined) return bucketKey;
  if (isKms(sse) === false || sse === 'aws:kms:dsse') return false;
  const calls = observation.kmsCalls ?? [];
  return calls.length === 0 || calls.some((call) => contextArnOf(call) === bucket.arn);
}

/** The calls of a step for the bucket keys of a side; of a copy within a bucket they count for what it writes. */
function callsFor(ledger: Ledger, seen: ObservedStep, side: Side): number {
  const { read, write } = ledger.sides(seen);
  if (read !== undefined && write !== undefined && side === read && read.bucket === write.bucket) return 0;
  return (seen.observation.kmsCalls ?? []).filter(
    (call) => call.result === 'ok' && contextArnOf(call) === side.bucket.arn,
  ).length;
}

function tooFew({ by, uses, calls }: Reuse, least: number): string {
  const served = (uses / calls).toFixed(1).replace(/\.0$/, '');
  return (
    `${by} used bucket keys ${uses} times and made ${calls} KMS calls for them, so that a call served ${served} ` +
    `${served === '1' ? 'use' : 'uses'}; the profile asks for ${least}`
  );
}
