import fc from 'fast-check';
import { test } from 'vitest';
import { PROFILES } from '../model/index.ts';
import { traceArbitrary, shrinkTrace } from '../properties/arbitraries/index.ts';
import { PROPERTIES } from '../properties/properties.ts';
import { embeddedSut, EMBEDDED_OPTIONS } from './suts/embedded.ts';
import { modelSut } from './suts/model-sut.ts';
import { tellStory } from './report/index.ts';
import { runTrace } from './check/run-trace.ts';
const N = Number(process.env.N ?? 100);
test.each(PROFILES.flatMap(p => [[p.name,'ref',p],[p.name,'model',p]] as const))('%s %s', async (_n, kind, profile) => {
  const sut = kind === 'ref' ? embeddedSut(EMBEDDED_OPTIONS.get(profile.name)) : modelSut(profile);
  const arb = traceArbitrary({ profile, supports: sut.supports, maxSteps: 300 });
  const counts = new Map<string, [number, number]>(); let steps = 0; let t = 0;
  for (let i = 0; i < N; i++) {
    const [trace] = fc.sample(arb, { seed: i + 1, numRuns: 1 });
    const go = (t: typeof trace, oracle: boolean) => runTrace({ sut, profile, seed: i, properties: PROPERTIES, oracle }, t!.setup, t!.steps);
    const t0 = performance.now();
    let r = await go(trace, true); t += performance.now() - t0;
    steps += r.trace.steps.length;
    for (const c of r.judge.suite.counts()) { const x = counts.get(c.property.id) ?? [0, 0]; counts.set(c.property.id, [x[0] + c.checked, x[1] + c.exercised]); }
    if (r.violation) {
      let cur = trace!; let again = true; const id = r.violation.property;
      while (again) { again = false; for (const c of shrinkTrace(cur)) { const x = await go(c, true); if (x.violation?.property === id) { cur = c; again = true; r = x; break; } } }
      throw new Error('seed ' + i + '\n' + tellStory(r.trace, r.violation));
    }
  }
  console.log(profile.name, kind, steps, 'us/step', t * 1000 / steps, [...counts].map(([k, [a, b]]) => `${k} ${a}/${b}`).join('\n'));
}, 300000);
