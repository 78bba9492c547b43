import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, profileNamed } from '../../model/index.ts';
import { chosenProfile, type ProfileOptions } from './profile-options.ts';
import { ownFolder } from './testing/harness.ts';

const IDEAL = profileNamed('ideal');
const chosen = (options: ProfileOptions) => chosenProfile(options, () => IDEAL, ownFolder());

describe('the profile that the options ask for', () => {
  test('is the one that is there without them', async () => {
    expect(await chosen({})).toBe(IDEAL);
    expect(await chosen({ profile: 'aws' })).toBe(profileNamed('aws'));
  });

  test('may be a file, which extends a shipped one', async () => {
    await writeFile(join(ownFolder(), 'mine.json'), '{"extends":"aws","name":"mine","ruleDelayMs":5}');
    expect(await chosen({ profile: 'mine.json', set: ['caches=2'] })).toMatchObject({
      name: 'aws (caches 2, ruleDelayMs 5)',
      base: 'aws',
      ruleDelayMs: 5,
      caches: 2,
      kmsDelayMs: 5 * MINUTE_MS,
    });
    expect((await chosen({ profile: 'mine.json' })).name).toBe('mine');
  });

  test('takes each kind of field from --set, and the last word of a field', async () => {
    const set = [
      'cacheLifetime=0..25h',
      'generationLifetime=10min',
      'ruleDelayMs=90s',
      'ruleDelayMs=20 min',
      'kmsDelayMs=1500',
      'caches=any',
      'coldWrite=unwrap,generate',
      'requesterMode=session',
      'usesPerBucketKey=1000',
      'earlyEviction=true',
      'writeVerifies=true',
    ];
    expect(await chosen({ set, strict: true })).toMatchObject({
      strict: true,
      cacheLifetime: { minMs: 0, maxMs: 25 * HOUR_MS },
      generationLifetime: { minMs: 10 * MINUTE_MS, maxMs: 10 * MINUTE_MS },
      ruleDelayMs: 20 * MINUTE_MS,
      kmsDelayMs: 1500,
      caches: 'any',
      coldWrite: ['unwrap', 'generate'],
      requesterMode: 'session',
      usesPerBucketKey: 1000,
      earlyEviction: true,
      writeVerifies: [true],
    });
  });

  test('is strict where that is asked for', async () => {
    expect(await chosen({ profile: 'aws', strict: true })).toEqual({
      ...profileNamed('aws'),
      name: 'aws (strict)',
      title: 'As aws, but for what differs.',
      strict: true,
    });
  });

  test.each([
    [{ profile: 'idael' }, 'there is no profile "idael" (did you mean ideal?)'],
    [{ profile: 'none.json' }, 'none.json: no such file'],
    [{ profile: 'folder.json' }, 'folder.json: is not a regular file'],
    [{ profile: 'broken.json' }, 'broken.json: not valid JSON'],
    [{ profile: 'strange.json' }, 'strange.json: unknown field "cachLifetime"'],
    [{ set: ['caches'] }, '--set takes a field and what it says, such as ruleDelayMs=20min, not "caches"'],
    [{ set: ['cashes=2'] }, 'there is no field of a profile "cashes" (did you mean caches?)'],
    [{ set: ['caches=two'] }, '--set caches: a number or any expected, not "two"'],
    [{ set: ['usesPerBucketKey=0'] }, '--set usesPerBucketKey: a number or none expected, not "0"'],
    [{ set: ['ruleDelayMs=20 weeks'] }, '--set ruleDelayMs: a length of time such as 90s, 20min, 25h or 2d expected'],
    [{ set: ['coldWrite=fetch'] }, '--set coldWrite: one or more of generate, unwrap expected, not "fetch"'],
    [{ set: ['cacheLifetime=2h..1h'] }, '--set: cacheLifetime: minMs is more than maxMs'],
  ])('%j is refused, and told why', async (options: ProfileOptions, message) => {
    await mkdir(join(ownFolder(), 'folder.json'));
    await writeFile(join(ownFolder(), 'broken.json'), '{"extends":');
    await writeFile(join(ownFolder(), 'strange.json'), '{"extends":"aws","cachLifetime":1}');
    await expect(chosen(options)).rejects.toThrow(message);
  });
});
