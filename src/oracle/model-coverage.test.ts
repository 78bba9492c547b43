import { expect, test } from 'vitest';
import { profileNamed, type Step, TRANSITIONS, transitionText } from '../../model/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { ModelCoverage } from './model-coverage.ts';
import { Oracle } from './oracle.ts';
import { NOTHING_SHOWN } from './testing/oracle-run.ts';

const SETUP = {
  requesters: [{ name: 'app', account: '111111111111', principal: 'app', session: 's' }],
  kmsKeys: [{ id: 'k1', account: '111111111111' }],
  aliases: [],
  buckets: [{ name: 'b', account: '111111111111', plainObjects: [] }],
};
const BODY = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
const RULE = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
const STEPS: readonly Step[] = [
  { atMs: 0, by: 'app', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [RULE] } },
  { atMs: 1, by: 'app', event: { op: 'PutObject', bucket: 'b', key: 'x', body: BODY, headers: {} } },
  { atMs: 2, by: 'app', event: { op: 'GetObject', bucket: 'b', key: 'x' } },
  { atMs: 3, by: 'app', event: { op: 'GetObject', bucket: 'b', key: 'x' } },
  { atMs: 4, by: 'app', event: { op: 'GetObject', bucket: 'b', key: 'missing' } },
];

/** What of the model explains the steps on the reference, the status of the last one spoilt if `status` is given. */
async function coverageOf(profileName: string, status?: number) {
  const session = await embeddedSut(EMBEDDED_OPTIONS.get(profileName)).start(SETUP, 1);
  const oracle = new Oracle(SETUP, profileNamed(profileName));
  const coverage = new ModelCoverage();
  oracle.countParts(coverage);
  for (const step of STEPS) {
    const observation = await session.apply(step);
    const isLast = step === STEPS.at(-1);
    oracle.see({ step, observation: isLast && status !== undefined ? { ...observation, status } : observation });
  }
  await session.stop();
  return coverage.counts();
}

test('transitions, requirements and open points count in the steps that they explain, and in no other', async () => {
  const { steps, transitions, requirements, choices } = await coverageOf('ideal');
  expect(steps).toBe(5);
  expect(transitions).toContainEqual({ id: 'cacheEntry: absent -Generate-> warm', steps: 1 });
  expect(transitions).toContainEqual({ id: 'cacheEntry: warm -Use-> warm', steps: 2 });
  expect(requirements.length).toBeGreaterThan(3);
  expect(requirements).toContainEqual({ id: 'E-30', steps: 1 });
  expect(choices).toEqual([]);
  const names = new Set(TRANSITIONS.map(transitionText));
  expect(transitions.filter(({ id }) => !names.has(id))).toEqual([]);
  for (const list of [transitions, requirements])
    expect(list.map(({ id }) => id)).toEqual(list.map(({ id }) => id).toSorted());
});

test('open points are told in the order of their names, whichever was asked first or decided most', () => {
  const coverage = new ModelCoverage();
  const { points } = coverage;
  for (const asked of [['verified'], ['coldWrite', 'verified'], ['ruleSeen', 'headDecrypts', 'verified']] as const) {
    points.explainedBy(new Map(asked.map((point) => [point, 'x'])));
    points.settle(true);
  }
  expect(coverage.counts().choices).toEqual([
    { point: 'coldWrite', asked: 1, decided: 1 },
    { point: 'headDecrypts', asked: 1, decided: 1 },
    { point: 'ruleSeen', asked: 1, decided: 1 },
    { point: 'verified', asked: 3, decided: 3 },
  ]);
});

test('what is tried and explains nothing does not count', async () => {
  const right = await coverageOf('ideal');
  const wrong = await coverageOf('ideal', 500);
  expect(wrong.steps).toBe(5);
  expect(wrong.requirements).not.toEqual(right.requirements);
  const sum = (counts: typeof right) => counts.requirements.reduce((total, one) => total + one.steps, 0);
  expect(sum(wrong)).toBeLessThan(sum(right));
});

test('open points are counted where a profile leaves them open', async () => {
  const { choices } = await coverageOf('aws');
  expect(choices.map(({ point }) => point)).toContain('ruleSeen');
  for (const { asked, decided } of choices) expect(decided).toBeLessThanOrEqual(asked);
});

test('what has a part in two ways that explain one step is counted once', () => {
  const coverage = new ModelCoverage();
  for (const ways of [2, 1]) {
    coverage.nextStep();
    for (let way = 0; way < ways; way++) {
      coverage.nextWay();
      coverage.moved('cacheEntry', 'absent', 'Generate', 'warm');
      coverage.explainedBy({ ...NOTHING_SHOWN, status: 200, because: ['F-97'] });
    }
  }
  expect(coverage.counts()).toMatchObject({
    transitions: [{ id: 'cacheEntry: absent -Generate-> warm', steps: 2 }],
    requirements: [{ id: 'F-97', steps: 2 }],
  });
});

test('a move that is no transition of any chart is not counted', () => {
  const coverage = new ModelCoverage();
  coverage.nextStep();
  coverage.moved('cacheEntry', 'absent', 'Generate', 'warm');
  coverage.moved('cacheEntry', 'absent', 'Generate', 'cold');
  coverage.moved('cacheEntry', 'absent', 'Sleep', 'warm');
  coverage.moved('cacheEntry', 'lost', 'Generate', 'warm');
  coverage.moved('cache', 'absent', 'Generate', 'warm');
  coverage.explainedBy({ ...NOTHING_SHOWN, status: 200, because: [] });
  expect(coverage.counts().transitions).toEqual([{ id: 'cacheEntry: absent -Generate-> warm', steps: 1 }]);
});
