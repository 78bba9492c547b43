import fc from 'fast-check';
import { test } from 'vitest';
import { PROFILES } from '../model/index.ts';
import { traceArbitrary } from '../properties/arbitraries/index.ts';
import { Oracle } from './oracle/oracle.ts';
import { modelSut } from './suts/model-sut.ts';
import { tellStory } from './report/index.ts';
test('x', async () => {
  const profile = PROFILES[0]!;
  const sut = modelSut(profile);
  const arb = traceArbitrary({ profile, supports: sut.supports, maxSteps: 300 });
  for (let i = 0; i < 300; i++) {
    const [trace] = fc.sample(arb, { seed: i + 1, numRuns: 1 });
    const session = await sut.start(trace!.setup, i);
    const oracle = new Oracle(trace!.setup, profile);
    const seen = []; let last = 1; const notes: string[] = [];
    for (const step of trace!.steps) { const o = { step, observation: await session.apply(step) }; seen.push(o); const v = oracle.see(o); if (v !== 'conforms') break;
      if (oracle.frontier.length !== last) { notes.push(`${seen.length}: ${last} -> ${oracle.frontier.length}`); last = oracle.frontier.length;
        if (last >= 32 && last <= 64) { const [a, ...rest] = oracle.frontier; const fields = new Map<string, number>(); for (const b of rest) for (const k of ['buckets','objects','kmsKeys','aliases','generations','families','holdings'] as const) if (a![k].fingerprint !== b[k].fingerprint) fields.set(k, (fields.get(k) ?? 0) + 1); notes.push(JSON.stringify([...fields])); } } }
    if (oracle.largestFrontier > 32) { console.log(i, notes.join('\n')); console.log(tellStory({ header: { bucketkeyTrace: 1, profile: profile.name, sut: sut.name, seed: i, setup: trace!.setup }, steps: seen }).slice(0, 9000)); break; }
  }
}, 300000);
