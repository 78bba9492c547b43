import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileNamed, type Step } from '../../model/index.ts';
import { type GeneratedTrace, traceArbitrary } from '../../properties/arbitraries/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { runTrace } from '../check/run-trace.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { tellStory } from '../report/index.ts';
import { traceOptionsOf } from '../suts/trace-options.ts';
import { httpSut } from './testing/http-sut.ts';

const profile = profileNamed('ideal');

/**
 * Whether a trace can be sent. Who does not sign with Version 4 is told something else by KMS over HTTP, and has tests
 * of their own; and the ARN of a role names the first session of it that no policy narrows, and nobody else.
 */
function canBeSent({ setup: { requesters }, steps }: GeneratedTrace): boolean {
  const rolesOf = ({ event }: Step) => (event.op === 'PutBucketReplication' ? [event.role] : []);
  const isPlain = (name: string): boolean => {
    const role = requesters.find((one) => one.name === name);
    const same = requesters.filter(({ account, principal, scopingPolicy }) => {
      return account === role?.account && principal === role.principal && scopingPolicy === undefined;
    });
    return role !== undefined && same[0] === role;
  };
  return requesters.every(({ signature }) => signature === undefined) && steps.flatMap(rolesOf).every(isPlain);
}

/** What the model or a property has against random traces that go over HTTP. */
async function firstComplaint(numRuns: number, parts?: ReferenceParts): Promise<string> {
  const sut = httpSut(parts);
  const arbitrary = traceArbitrary(traceOptionsOf(sut, profile, 100)).filter(canBeSent);
  for (const [i, { setup, steps }] of fc.sample(arbitrary, { seed: 20_261, numRuns }).entries()) {
    const bench = { sut, profile, seed: i, properties: PROPERTIES, oracle: true };
    const { trace, judge, violation } = await runTrace(bench, setup, steps);
    if (violation !== undefined) return tellStory(trace, violation);
    if (judge.unknownBecause !== undefined) return judge.unknownBecause;
  }
  return 'none';
}

describe('over the network the reference conforms as it does without', () => {
  test('random traces of every operation: neither the oracle nor a monitor refuses anything', async () => {
    expect(await firstComplaint(60)).toBe('none');
  });

  test('a fault in the reference is found over the network', async () => {
    const { bucketKeys } = REFERENCE_PARTS;
    const sharing: ReferenceParts = {
      ...REFERENCE_PARTS,
      bucketKeys: { ...bucketKeys, cacheKeyFor: (scope) => bucketKeys.cacheKeyFor({ ...scope, requester: '' }) },
    };
    expect(await firstComplaint(25, sharing)).toContain('Violated: every-requester-pays');
  });
});
