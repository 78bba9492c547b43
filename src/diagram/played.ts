import type { KeptStep } from '../check/steps-that-matter.ts';
import type { BucketKeyUse } from '../oracle/bucket-key-uses.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Violation } from '../oracle/verdict.ts';
import { profileOf } from '../profile/described-profile.ts';
import type { Trace } from '../trace/trace.ts';
import { drawnSteps } from './drawn-steps.ts';

/** What happens to one side of a request, as far as all ways agree that explain the step. */
export interface DrawnUse extends Pick<BucketKeyUse, 'how' | 'purpose' | 'bucket' | 'by' | 'sinceMs'> {
  /** Numbers of the steps that made it, of which one is meant; none where it may be any. */
  readonly bucketKeys: readonly number[];
}

/** A step that is drawn. */
export interface PlayedStep extends KeptStep {
  /**
   * What the model says of bucket keys, one where it is decided and several where it is not; undefined where it cannot
   * tell, as nothing explains the step or one before it.
   */
  readonly possible: readonly (readonly DrawnUse[])[] | undefined;
}

/** Follows a trace with the model, which alone knows what a cache has. */
export function played(trace: Trace, violation?: Violation, indices?: readonly number[]): readonly PlayedStep[] {
  const drawn = drawnSteps(trace, violation, indices);
  const isWhole = indices === undefined || indices.every((index, place) => index === place);
  if (!isWhole) return drawn.map((step) => ({ ...step, possible: undefined }));
  const { profile, setup } = trace.header;
  const oracle = new Oracle(setup, profileOf(profile));
  const steps: PlayedStep[] = [];
  for (const [index, seen] of trace.steps.entries()) {
    const next = drawn[steps.length];
    if (next === undefined) break;
    if (next.index === index) {
      // Nothing is known any more after a step that nothing explains, such as one without an answer.
      const ways = oracle.verdict === 'conforms' ? oracle.bucketKeyUses(seen) : [];
      steps.push({ ...next, possible: ways.length === 0 ? undefined : possibilities(ways) });
    }
    oracle.see(seen);
  }
  return steps;
}

/** Ways that differ only in which bucket key it was are one possibility. */
function possibilities(ways: readonly (readonly BucketKeyUse[])[]): readonly (readonly DrawnUse[])[] {
  const alike = new Map<string, readonly (readonly BucketKeyUse[])[]>();
  for (const way of ways) {
    const kind = JSON.stringify(way.map(({ how, purpose, bucket, by }) => [how, purpose, bucket, by]));
    alike.set(kind, [...(alike.get(kind) ?? []), way]);
  }
  return [...alike.values()].map((some) =>
    (some[0] ?? []).map((use, at) =>
      merged(
        use,
        some.flatMap((way) => way[at] ?? []),
      ),
    ),
  );
}

function merged({ how, purpose, bucket, by }: BucketKeyUse, uses: readonly BucketKeyUse[]): DrawnUse {
  const known = uses.flatMap(({ bucketKey }) => bucketKey ?? []);
  const [sinceMs, ...others] = new Set(uses.map((use) => use.sinceMs));
  return {
    how,
    purpose,
    bucket,
    by,
    bucketKeys: known.length < uses.length ? [] : [...new Set(known)].sort((a, b) => a - b),
    ...(sinceMs !== undefined && others.length === 0 && { sinceMs }),
  };
}
