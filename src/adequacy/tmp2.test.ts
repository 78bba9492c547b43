import { readdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'vitest';
import { EVENT_NAMES, profileNamed } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/trace-arbitrary.ts';
import { Ledger } from '../../properties/ledger.ts';
import { Oracle } from '../oracle/oracle.ts';
import { correctSut, mutantSut, profileOf } from './mutant-sut.ts';
import { MUTANTS } from './mutants/index.ts';

test('x', async () => {
  const props: any[] = [];
  for (const f of readdirSync('properties').filter((f) => f.endsWith('.ts') && !(process.env.SKIP ?? '').split(',').includes(f))) {
    const m: any = await import('../../properties/' + f);
    for (const v of Object.values(m)) if (typeof v === 'object' && v && 'monitor' in (v as any)) props.push(v);
  }
  const maxSteps = Number(process.env.STEPS ?? 100);
  const N = Number(process.env.N ?? 300);
  const base = Number(process.env.SEED ?? 1000);
  const run = async (sut: any, profile: any, trace: any, stopAtFirst: boolean) => {
    const oracle = new Oracle(trace.setup, profile);
    const ledger = new Ledger(trace.setup, profile);
    const mons = props.map((p) => ({ p, m: p.monitor({ setup: trace.setup, profile, ledger }) }));
    const killed = new Map<string, string>();
    const s = await sut.start(trace.setup, 1);
    let i = 0;
    for (const step of trace.steps) {
      const seen = { step, observation: await s.apply(step) };
      for (const { p, m } of mons) {
        const j = m.see(seen);
        if (typeof j === 'object' && !killed.has(p.id)) killed.set(p.id, `@${i} ${j.violation}`);
      }
      ledger.record(seen);
      const v = oracle.see(seen);
      if (v === 'violates' && !killed.has('explained')) killed.set('explained', `@${i} ${oracle.violation!.reason}`);
      if (v === 'unknown') killed.set('unknown', oracle.unknownBecause!);
      if (killed.size && stopAtFirst) break;
      i++;
    }
    return killed;
  };
  // correct
  if (process.env.CORRECT) {
    for (const name of ['ideal', 'aws', 'aws-2023', 'huawei-obs']) {
      const profile = profileNamed(name)!;
      const arb = traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps });
      const sut = correctSut({ profile: name } as any);
      const t0 = performance.now();
      let bad = 0, steps = 0;
      for (let i = 0; i < N; i++) {
        const [trace] = fc.sample(arb, { seed: base + i, numRuns: 1 });
        steps += trace!.steps.length;
        const k = await run(sut, profile, trace, false);
        if (k.size && bad++ < 5) console.log(name, base + i, trace!.steps.length, [...k].map((x) => x.join(': ').slice(0, 500)).join('\n   '));
      }
      console.log(name, 'bad', bad, 'of', N, 'steps', steps, performance.now() - t0, 'ms');
    }
    return;
  }
  const out: string[] = [];
  const t0 = performance.now();
  for (const m of MUTANTS) {
    if (process.env.ONLY && !process.env.ONLY.split(',').includes(m.id)) continue;
    const profile = profileNamed(profileOf(m))!;
    const sut = mutantSut(m);
    const arb = traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps });
    const all = !!process.env.ALL;
    const first = new Map<string, number>();
    let i = 0;
    const t1 = performance.now();
    for (; i < N; i++) {
      const [trace] = fc.sample(arb, { seed: base + i, numRuns: 1 });
      const k = await run(sut, profile, trace, false);
      k.delete('unknown'); for (const id of [...k.keys()]) if (!m.killedBy.includes(id)) k.delete(id);
      for (const id of k.keys()) if (!first.has(id)) first.set(id, i + 1);
      if (all ? m.killedBy.every((id) => first.has(id) || !props.some((p) => p.id === id)) : first.size) break;
    }
    out.push(`${m.id} ${first.size === 0 ? 'NOT FOUND' : Math.min(...first.values())} ${Math.round(performance.now() - t1)}ms ${all ? m.killedBy.filter((id) => id !== 'explained').map((id) => id + ':' + (first.get(id) ?? '-')).join(' ') : [...first.keys()].join()}`);
  }
  writeFileSync('/tmp/hunt.txt', out.join('\n') + `\ntotal ${performance.now() - t0}`);
}, 600_000);
