import { test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { Oracle } from '../oracle/oracle.ts';
import { MUTANTS } from './index.ts';
import { correctSut, mutantSut, profileOf } from './mutant-sut.ts';
test('x', async () => {
  for (const m of MUTANTS) {
    for (const sut of [correctSut(m), mutantSut(m)]) {
      const oracle = new Oracle(m.witness.setup, profileNamed(profileOf(m))!);
      const s = await sut.start(m.witness.setup, 1);
      let v = 'conforms';
      for (const step of m.witness.steps) v = oracle.see({ step, observation: await s.apply(step) });
      const ok = sut.name === m.id ? (v === 'violates') === m.killedBy.includes('explained') : v === 'conforms';
      if (!ok) console.log(m.id, sut.name, v, oracle.violation?.stepIndex, oracle.violation?.reason, oracle.unknownBecause);
      else if (sut.name === m.id && v==='violates' && oracle.violation!.stepIndex !== m.witness.steps.length-1) console.log('EARLY', m.id, oracle.violation!.stepIndex, m.witness.steps.length, oracle.violation!.reason.slice(0,200));
    }
  }
  console.log(MUTANTS.length, new Set(MUTANTS.map(m=>m.id)).size);
});
