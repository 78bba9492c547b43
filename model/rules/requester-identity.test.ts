import { describe, expect, test } from 'vitest';
import { requesterIdentity } from './requester-identity.ts';

const ANN = { name: 'ann', account: '111111111111', principal: 'app', session: 's1' };

describe('who shares a bucket key', () => {
  test.each([
    ['the same under another name', { ...ANN, name: 'other' }, true, true],
    ['another session of the role (F-95, F-96)', { ...ANN, session: 's2' }, true, false],
    ['another role', { ...ANN, principal: 'job' }, false, false],
    ['a role of the same name in another account (F-102)', { ...ANN, account: '222222222222' }, false, false],
    ['the role with a scoping policy (SC-28)', { ...ANN, scopingPolicy: 'p' }, false, false],
    ['the role with a scoping policy named like none', { ...ANN, scopingPolicy: 'null' }, false, false],
    ['the role with a scoping policy of no name', { ...ANN, scopingPolicy: '' }, false, false],
  ])('%s', (_who, other, byRole, bySession) => {
    expect(requesterIdentity(other, 'rolePolicy') === requesterIdentity(ANN, 'rolePolicy')).toBe(byRole);
    expect(requesterIdentity(other, 'session') === requesterIdentity(ANN, 'session')).toBe(bySession);
  });

  test.each([
    ['another policy: having one is not all that counts (F-95)', { scopingPolicy: 'q' }],
    ['one whose name begins so', { scopingPolicy: 'p2' }],
    ['one of that name in capitals', { scopingPolicy: 'P' }],
    ['that policy on another role', { scopingPolicy: 'p', principal: 'job' }],
    ['that policy on the role of that name in another account', { scopingPolicy: 'p', account: '222222222222' }],
    ['no policy', {}],
  ])('who has a scoping policy shares with nobody who has %s', (_what, differs) => {
    const scoped = requesterIdentity({ ...ANN, scopingPolicy: 'p' }, 'rolePolicy');
    expect(requesterIdentity({ ...ANN, ...differs }, 'rolePolicy')).not.toBe(scoped);
  });

  test('who does not sign is nobody, in whichever account (F-101)', () => {
    const unsigned = { ...ANN, signature: 'none' } as const;
    const other = { ...unsigned, account: '222222222222', principal: 'job' };
    expect(requesterIdentity(other, 'rolePolicy')).toBe(requesterIdentity(unsigned, 'rolePolicy'));
    expect(requesterIdentity(unsigned, 'rolePolicy')).not.toBe(requesterIdentity(ANN, 'rolePolicy'));
  });

  test('a service shares with itself, whatever it asks for, and with no other (F-99, U-11)', () => {
    const service = (servicePrincipal: string, session = 's1') =>
      requesterIdentity({ ...ANN, session, servicePrincipal, sourceArn: `arn:${session}` }, 'session');
    expect(service('a.amazonaws.com', 's2')).toBe(service('a.amazonaws.com'));
    expect(service('b.amazonaws.com')).not.toBe(service('a.amazonaws.com'));
    expect(service('a.amazonaws.com')).not.toBe(requesterIdentity(ANN, 'session'));
  });

  test('a service that uses bucket keys in its own name shares them among all (U-11)', () => {
    const all = [ANN, { ...ANN, account: '222222222222' }, { ...ANN, signature: 'none' } as const];
    expect(new Set(all.map((one) => requesterIdentity(one, 'service'))).size).toBe(1);
  });

  test.each(['","', '-', '_', '.', '/', ':', '|', ',', '+', '\0', ''])(
    'names joined by %j are no names of others',
    (by) => {
      const policyInRole = { ...ANN, principal: `a${by}b`, session: 'c' };
      const policy = { ...ANN, principal: 'a', scopingPolicy: 'b', session: 'c' };
      const sessionInPolicy = { ...ANN, principal: 'a', scopingPolicy: `b${by}c`, session: '' };
      const roleInAccount = { ...ANN, account: `${ANN.account}${by}a`, principal: 'b', session: 'c' };
      for (const mode of ['rolePolicy', 'session'] as const) {
        const identities = [policyInRole, policy, sessionInPolicy, roleInAccount].map((one) =>
          requesterIdentity(one, mode),
        );
        expect(new Set(identities).size).toBe(identities.length);
      }
    },
  );
});
