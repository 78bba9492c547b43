import { describe, expect, test } from 'vitest';
import { changed, type Lagging, settled } from '../records/lagging.ts';
import { type Grant, type KmsKey, lastingControl } from '../records/records.ts';
import { requesterNamed } from '../testing/known-requesters.ts';
import { HOME_ACCOUNT, homeKey } from '../testing/scene.ts';
import type { GrantConstraints } from '../vocabulary/grant.ts';
import type { IdentityStatement } from '../vocabulary/policy.ts';
import { type GrantQuestion, grantedBy, mayRetire } from './grants.ts';

const ANN = requesterNamed('ann');
const QUESTION: GrantQuestion = {
  by: ANN,
  action: 'kms:Decrypt',
  contextArn: 'arn:aws:s3:::b',
  pairs: [['Team', 'red']],
  viaService: 's3.eu-west-1.amazonaws.com',
  nowMs: 1_000,
};
const GRANT: Grant = { name: 'g', granteePrincipal: ANN.roleArn, operations: ['Decrypt'], given: settled(true) };

function granted(...grants: readonly Grant[]): readonly boolean[] {
  return grantedBy(keyWith(grants), QUESTION);
}

function keyWith(grants: readonly Grant[], isOfPast = false): KmsKey {
  const control = settled(lastingControl('enabled'));
  const key = { id: 'K1', arn: homeKey('K1'), account: HOME_ACCOUNT, managed: false, onDemandRotations: 0 };
  return { ...key, control, policy: settled([]), grants, rotates: settled(undefined), isOfPast };
}

describe('grants allow what they are for (F-203)', () => {
  test.each<[string, Partial<Grant>, boolean]>([
    ['to their grantee', {}, true],
    ['to nobody else', { granteePrincipal: requesterNamed('bob').roleArn }, false],
    ['for the operations that they list, of which this is one', { operations: ['Encrypt', 'Decrypt'] }, true],
    ['for no other operation', { operations: ['GenerateDataKey'] }, false],
    ['for no operation, where they list none', { operations: [] }, false],
    ['as long as they are given', { given: settled(false) }, false],
  ])('%s', (_why, changes, allowed) => {
    expect(granted({ ...GRANT, ...changes })).toEqual([allowed]);
  });

  test('and none that a key does not have', () => {
    expect(granted()).toEqual([false]);
  });
});

describe('a constraint is about the whole context (F-204)', () => {
  const ARN = { 'aws:s3:arn': 'arn:aws:s3:::b' };

  test.each<[string, GrantConstraints, boolean]>([
    ['none at all', {}, true],
    ['some pairs of several', { EncryptionContextSubset: { Team: 'red' } }, true],
    ['all pairs as some', { EncryptionContextSubset: { ...ARN, Team: 'red' } }, true],
    ['a name in another case', { EncryptionContextSubset: { TEAM: 'red', 'AWS:S3:ARN': ARN['aws:s3:arn'] } }, true],
    ['another value', { EncryptionContextSubset: { Team: 'blue' } }, false],
    ['a value in another case', { EncryptionContextSubset: { Team: 'Red' } }, false],
    ['another name', { EncryptionContextSubset: { Kind: 'red' } }, false],
    ['one pair that is there, and one that is not', { EncryptionContextSubset: { ...ARN, Kind: 'x' } }, false],
    ['exactly the pairs', { EncryptionContextEquals: { ...ARN, team: 'red' } }, true],
    ['fewer as all', { EncryptionContextEquals: ARN }, false],
    ['as many as all, one of them another', { EncryptionContextEquals: { ...ARN, team: 'blue' } }, false],
    ['more as all', { EncryptionContextEquals: { ...ARN, team: 'red', kind: 'x' } }, false],
    [
      'all pairs, but not some that are asked for as well',
      { EncryptionContextEquals: { ...ARN, team: 'red' }, EncryptionContextSubset: { kind: 'x' } },
      false,
    ],
  ])('%s', (_which, constraints, allowed) => {
    expect(granted({ ...GRANT, constraints })).toEqual([allowed]);
  });
});

describe('a grant that was made or revoked a moment ago may be seen or not (F-122)', () => {
  const at = (given: Lagging<boolean>): Grant => ({ ...GRANT, given });
  const made = at(changed(settled(false), true, 900, 500));
  const revoked = at(changed(settled(true), false, 900, 500));

  test.each<[string, readonly Grant[], readonly boolean[]]>([
    ['one that was made: as it is now first', [made], [true, false]],
    ['one that was revoked', [revoked], [false, true]],
    ['both, in either order: one is there now', [made, revoked], [true, false]],
    ['both, in the other order', [revoked, made], [true, false]],
    ['one that was made long ago settles it', [revoked, made, GRANT], [true]],
    ['one for somebody else does not', [revoked, { ...GRANT, granteePrincipal: 'x' }], [false, true]],
    ['one that was revoked long ago changes nothing', [at(settled(false)), revoked], [false, true]],
    ['one whose time is over', [at(changed(settled(true), false, 400, 600))], [false]],
  ])('%s', (_which, grants, may) => {
    expect(granted(...grants)).toEqual(may);
  });

  test('which grants a key of the past has nobody has told', () => {
    expect(grantedBy(keyWith([], true), QUESTION)).toEqual([false, true]);
    expect(grantedBy(keyWith([at(settled(false))], true), QUESTION)).toEqual([false, true]);
    expect(grantedBy(keyWith([GRANT], true), QUESTION)).toEqual([true]);
  });
});

describe('somebody of the account of a key may retire a grant (F-208)', () => {
  const key = keyWith([]);
  const allow: IdentityStatement = { effect: 'Allow', actions: ['kms:RetireGrant'], resources: [key.arn] };
  const retirable: Grant = { ...GRANT, operations: ['Decrypt', 'RetireGrant'] };
  const other = requesterNamed('bob').roleArn;
  const may = (grant: Grant | undefined, ...identity: readonly IdentityStatement[]) =>
    mayRetire(grant, key, { ...ANN, limits: { identity, scoping: undefined } });

  test('whoever it is, where nothing is told of IAM', () => {
    expect(mayRetire({ ...GRANT, granteePrincipal: other }, key, ANN)).toBe(true);
  });

  test.each<[string, Grant | undefined, boolean]>([
    ['its grantee, where it lists RetireGrant', retirable, true],
    ['not its grantee, where it does not', GRANT, false],
    ['not another, where it does', { ...retirable, granteePrincipal: other }, false],
    ['its retiring principal', { ...GRANT, granteePrincipal: other, retiringPrincipal: ANN.roleArn }, true],
    ['not where that is another', { ...GRANT, retiringPrincipal: other }, false],
    ['not by a grant that nobody knows', undefined, false],
  ])('who it names, though IAM lets nobody: %s', (_who, grant, allowed) => {
    expect(may(grant)).toBe(allowed);
  });

  test('who IAM lets, on the key, on a condition that holds', () => {
    const ofAccount = (account: string) => ({ StringEquals: { 'kms:CallerAccount': account } });
    expect(may(GRANT, allow)).toBe(true);
    expect(may(GRANT, { ...allow, condition: ofAccount(HOME_ACCOUNT) })).toBe(true);
    expect(may(GRANT, { ...allow, condition: ofAccount('0') })).toBe(false);
    expect(may(GRANT, { ...allow, resources: [homeKey('K2')] })).toBe(false);
    expect(may(GRANT, { ...allow, actions: ['kms:RevokeGrant'] })).toBe(false);
    expect(may(retirable, { ...allow, effect: 'Deny' })).toBe(false);
  });
});
