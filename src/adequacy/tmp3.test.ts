import fc from 'fast-check';
import { test } from 'vitest';
import { EVENT_NAMES, profileNamed } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/trace-arbitrary.ts';
test('x', () => {
  const profile = profileNamed('ideal')!;
  const [trace] = fc.sample(traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps: 100 }), { seed: 1014, numRuns: 1 });
  console.log(JSON.stringify(trace!.setup.buckets.map(b=>[b.name,b.account])), JSON.stringify(trace!.steps.filter(s => 'bucket' in s.event && /Bucket/.test(s.event.op))), JSON.stringify(trace!.steps[35]));
});
