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

  test('names cannot be joined into those of others', () => {
    const one = { ...ANN, principal: 'a","b', session: 'c' };
    const other = { ...ANN, principal: 'a', scopingPolicy: 'b', session: 'c' };
    expect(requesterIdentity(one, 'session')).not.toBe(requesterIdentity(other, 'session'));
  });
});
