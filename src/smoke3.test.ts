import fc from 'fast-check';
import { test } from 'vitest';
import { PROFILES } from '../model/index.ts';
import { traceArbitrary, shrinkTrace } from '../properties/arbitraries/index.ts';
import { Oracle } from './oracle/oracle.ts';
import { embeddedSut, EMBEDDED_OPTIONS } from './suts/embedded.ts';
import { modelSut } from './suts/model-sut.ts';
import { tellStory } from './report/index.ts';
const N = Number(process.env.N ?? 100);
test.each(PROFILES.flatMap(p => [[p.name,'ref',p],[p.name,'model',p]] as const))('%s %s', async (_n, kind, profile) => {
  const sut = kind === 'ref' ? embeddedSut(EMBEDDED_OPTIONS.get(profile.name)) : modelSut(profile);
  const arb = traceArbitrary({ profile, supports: sut.supports, maxSteps: 300 });
  let steps = 0, unknown = 0, maxF = 0, tg = 0, tr = 0, to = 0;
  for (let i = 0; i < N; i++) {
    let t0 = performance.now();
    const [trace] = fc.sample(arb, { seed: i + 1, numRuns: 1 });
    tg += performance.now() - t0;
    const run = async (tr: typeof trace) => {
      const session = await sut.start(tr!.setup, i);
      const oracle = new Oracle(tr!.setup, profile);
      const seen = [];
      for (const step of tr!.steps) { const o = { step, observation: await session.apply(step) }; seen.push(o); const a = performance.now(); const v = oracle.see(o); to += performance.now() - a; if (v !== 'conforms') break; }
      return { oracle, seen };
    };
    t0 = performance.now();
    let { oracle, seen } = await run(trace);
    tr += performance.now() - t0;
    steps += seen.length; maxF = Math.max(maxF, oracle.largestFrontier);
    if (oracle.verdict === 'unknown') { unknown++; console.log(oracle.unknownBecause); }
    if (oracle.verdict === 'violates') {
      let cur = trace!; let again = true;
      while (again) { again = false; for (const c of shrinkTrace(cur)) { const r = await run(c); if (r.oracle.verdict === 'violates') { cur = c; again = true; ({ oracle, seen } = r); break; } } }
      throw new Error('seed ' + i + '\n' + tellStory({ header: { bucketkeyTrace: 1, profile: profile.name, sut: sut.name, seed: i, setup: cur.setup }, steps: seen }, oracle.violation));
    }
  }
  console.log(profile.name, kind, 'steps', steps, 'unknown', unknown, 'frontier', maxF, 'us/step gen', tg * 1000 / steps, 'run+oracle', tr * 1000 / steps, 'oracle', to*1000/steps);
}, 300000);
