import { readdirSync } from 'node:fs';
import { test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { Ledger } from '../../properties/ledger.ts';
import { Oracle } from '../oracle/oracle.ts';
import { MUTANTS } from './mutants/index.ts';
import { correctSut, mutantSut, profileOf } from './mutant-sut.ts';

test('x', async () => {
  const props: any[] = [];
  for (const f of readdirSync('properties').filter((f) => f.endsWith('.ts'))) {
    const m: any = await import('../../properties/' + f);
    for (const v of Object.values(m)) if (typeof v === 'object' && v && 'monitor' in (v as any)) props.push(v);
  }
  console.log(props.map((p) => p.id).join(' '));
  const seenIds = new Map<string, string[]>();
  for (const m of MUTANTS) {
    for (const sut of [correctSut(m), mutantSut(m)]) {
      const profile = profileNamed(profileOf(m))!;
      const oracle = new Oracle(m.witness.setup, profile);
      const ledger = new Ledger(m.witness.setup, profile);
      const mons = props.map((p) => ({ p, m: p.monitor({ setup: m.witness.setup, profile, ledger }) }));
      const killed = new Map<string, string>();
      const s = await sut.start(m.witness.setup, 1);
      for (const step of m.witness.steps) {
        const seen = { step, observation: await s.apply(step) };
        for (const { p, m } of mons) {
          const j = m.see(seen);
          if (typeof j === 'object' && !killed.has(p.id)) killed.set(p.id, j.violation);
        }
        ledger.record(seen);
        if (oracle.see(seen) === 'violates' && !killed.has('explained')) killed.set('explained', oracle.violation!.reason);
      }
      if (sut.name !== m.id) {
        if (killed.size) console.log('CORRECT FAILS', m.id, [...killed]);
        continue;
      }
      for (const id of killed.keys()) seenIds.set(id, [...(seenIds.get(id) ?? []), m.id]);
      const missing = m.killedBy.filter((id) => !killed.has(id) && (id === 'explained' || props.some((p) => p.id === id)));
      const more = [...killed.keys()].filter((id) => !m.killedBy.includes(id));
      if (missing.length) console.log('MISSING', m.id, missing.join(), ' has:', [...killed.keys()].join());
      if (more.length) console.log('more', m.id, more.join());
    }
  }
  for (const [a, b] of seenIds) console.log(a, b.length);
});
