import { expect, test } from 'vitest';
import { PROFILES, type Setup, type Step } from '../model/index.ts';
import { Oracle } from './oracle/oracle.ts';
import { modelSut } from './suts/model-sut.ts';
const setup: Setup = {
  requesters: [
    { name: 'a', account: '111111111111', principal: 'app', session: 's1' },
    { name: 'b', account: '111111111111', principal: 'other', session: 's1' },
  ],
  kmsKeys: [{ id: 'k1', account: '111111111111' }, { id: 'k2', account: '111111111111' }],
  aliases: [],
  buckets: [{ name: 'b1', account: '111111111111', plainObjects: [] }],
};
const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
test.each(PROFILES)('smoke $name', async (profile) => {
  for (let seed = 0; seed < 200; seed++) {
    const steps: Step[] = [{ atMs: 0, by: 'a', event: { op: 'PutBucketEncryption', bucket: 'b1', rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }] } }];
    for (let i = 0; i < 60; i++) {
      const atMs = i * (37_000 + seed * 101);
      const by = (i + seed) % 3 === 0 ? 'b' : 'a';
      const key = `o${(i * 7 + seed) % 5}`;
      const r = (i * 13 + seed * 7) % 11;
      const bucket = 'b1';
      if (r < 4) steps.push({ atMs, by, event: { op: 'PutObject', bucket, key, body, headers: r === 0 ? { context: { a: 'b' } } : r === 1 ? { sse: 'aws:kms', kmsKeyId: 'k2' } : {} } });
      else if (r < 8) steps.push({ atMs, by, event: { op: 'GetObject', bucket, key } });
      else if (r === 8) steps.push({ atMs, by, event: { op: 'CopyObject', bucket, key, source: { bucket, key: 'o1' }, headers: {} } });
      else if (r === 9) steps.push({ atMs, by, event: { op: (i & 1) ? 'DisableKey' : 'EnableKey', keyId: 'k1' } });
      else steps.push({ atMs, by: null, event: { op: 'RestartHosts' } });
    }
    const sut = await modelSut(profile).start(setup, seed);
    const oracle = new Oracle(setup, profile);
    const blind = new Oracle(setup, profile);
    for (const s of steps) {
      const observation = await sut.apply(s);
      const v = oracle.see({ step: s, observation });
      const { kmsCalls: _, ...rest } = observation;
      expect([v, oracle.unknownBecause, oracle.violation]).toEqual(['conforms', undefined, undefined]);
      expect([blind.see({ step: s, observation: rest }), blind.unknownBecause, blind.violation]).toEqual(['conforms', undefined, undefined]);
    }
    if (seed < 3) console.log(profile.name, oracle.largestFrontier, blind.largestFrontier);
  }
});
