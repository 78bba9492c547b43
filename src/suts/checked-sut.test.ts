import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { check } from '../check/check.ts';
import { conforms } from '../fast-check/conforms.ts';
import { checkedSut } from './checked-sut.ts';
import { embeddedSut } from './embedded.ts';
import type { Sut } from './sut.ts';

const right = embeddedSut();

describe('what a system says of itself', () => {
  test.each<[object, string]>([
    [{ capabilities: 'all' }, 'sut.capabilities takes an object that says what it can do, not "all"'],
    [
      { capabilities: { account: 'one' } },
      'sut.capabilities: there is no capability "account" (did you mean accounts?)',
    ],
    [{ capabilities: { accounts: 1 } }, "sut.capabilities.accounts takes 'one' or 'several', not 1"],
    [{ capabilities: { plainObjects: 'no' } }, 'sut.capabilities.plainObjects takes true or false, not "no"'],
    [
      { capabilities: { keyForms: ['arm'] } },
      'sut.capabilities.keyForms: there is no such name "arm" (did you mean arn?)',
    ],
    [{ capabilities: { keyForms: [] } }, 'sut.capabilities.keyForms takes names in an array, not []'],
    [{ capabilities: { algorithms: ['AES265'] } }, 'there is no such name "AES265"'],
    [{ capabilities: { objectKeys: 'all' } }, "sut.capabilities.objectKeys takes 'plain' or 'hostile', not \"all\""],
    [{ capabilities: { requesters: ['writter'] } }, 'there is no such name "writter" (did you mean writer?)'],
    [{ capabilities: { kmsKeys: -1 } }, 'sut.capabilities.kmsKeys takes a whole number, not -1'],
    [{ capabilities: { region: '' } }, 'sut.capabilities.region takes a text, not ""'],
    [{ capabilities: { toString: true } }, 'sut.capabilities: there is no capability "toString"'],
    [{ shows: ['kmscalls'] }, 'sut.shows: there is no part of an observation "kmscalls" (did you mean kmsCalls?)'],
    [{ clock: 'wall' }, "sut.clock takes 'virtual' or an object of the kind 'wall', not \"wall\""],
    [{ clock: { kind: 'wall' } }, 'sut.clock.longestPauseMs takes a whole number of milliseconds from 0 to'],
    [{ clock: { kind: 'wall', longestPauseMs: 1, cacheLifetimeMs: -1 } }, 'sut.clock.cacheLifetimeMs takes'],
    [
      { clock: { kind: 'wall', longestPause: 1 } },
      'sut.clock: there is no field of a clock "longestPause" (did you mean',
    ],
    [{ supports: ['PutObjekt'] }, 'sut.supports: there is no operation "PutObjekt" (did you mean PutObject?)'],
  ])('%j is refused, by check and conforms alike', async (wrong, message) => {
    const sut = { ...right, ...wrong } as Sut;
    expect(() => checkedSut(sut)).toThrow(message);
    expect(() => checkedSut(sut)).toThrow(RangeError);
    await expect(check({ profile: profileNamed('ideal'), runs: 1, seed: 1, maxSteps: 5 }, sut)).rejects.toThrow(
      message,
    );
    expect(() => conforms(sut)).toThrow(message);
  });

  test('what is right is taken as it is', () => {
    const sut: Sut = {
      ...right,
      capabilities: { accounts: 'one', keyForms: ['arn'], algorithms: ['aws:kms'], signatures: ['v4', 'none'] },
      shows: ['status', 'kmsCalls'],
      clock: { kind: 'wall', longestPauseMs: 0, cacheLifetimeMs: 2_000 },
    };
    expect(checkedSut(sut)).toBe(sut);
    expect(checkedSut({ ...right, clock: 'virtual' })).toMatchObject({ clock: 'virtual' });
  });
});
