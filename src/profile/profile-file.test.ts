import { describe, expect, test } from 'vitest';
import { MINUTE_MS, PROFILE_FIELDS, PROFILES, type Profile, profileNamed } from '../../model/index.ts';
import { described, nameOfProfile, profileOf } from './described-profile.ts';
import { type ProfileFile, profileFileSchema, profileJsonSchema } from './profile-file.ts';

const aws = profileNamed('aws');

describe('a profile that is written down', () => {
  test.each(PROFILES)('is $name where it is $name', (profile) => {
    expect(described(profile)).toBe(profile.name);
    expect(profileOf(profile.name)).toBe(profile);
  });

  test('says what differs from the shipped one that it extends, and comes back as it was', () => {
    const slow: Profile = { ...aws, name: 'slow', title: 'A slow one.', ruleDelayMs: 20 * MINUTE_MS, strict: true };
    const file = described(slow);
    expect(file).toEqual({ extends: 'aws', name: 'slow', title: 'A slow one.', strict: true, ruleDelayMs: 1_200_000 });
    expect(profileFileSchema.safeParse(JSON.parse(JSON.stringify(file))).success).toBe(true);
    expect(profileOf(file)).toEqual(slow);
  });

  test('may say anything of every field, and without a name is told by what differs', () => {
    for (const field of PROFILE_FIELDS) {
      const file = { extends: 'ideal', [field]: aws[field] };
      expect(profileFileSchema.safeParse(file)).toMatchObject({ success: true });
      expect(profileOf(file as ProfileFile)[field]).toEqual(aws[field]);
    }
    expect(nameOfProfile({ extends: 'aws', caches: 2, strict: true })).toBe('aws (strict, caches 2)');
    expect(nameOfProfile({ extends: 'aws' })).toBe('aws');
  });

  test.each([
    [{ extends: 'awz' }, 'extends'],
    [{ extends: 'aws', cacheLifetme: 1 }, ''],
    [{ extends: 'aws', cacheLifetime: { minMs: 2, maxMs: 1 } }, 'cacheLifetime'],
    [{ extends: 'aws', coldWrite: [] }, 'coldWrite'],
    [{ extends: 'aws', coldWrite: ['fetch'] }, 'coldWrite'],
    [{ extends: 'aws', caches: 0 }, 'caches'],
    [{ extends: 'aws', ruleDelayMs: -1 }, 'ruleDelayMs'],
    [{}, 'extends'],
  ])('%j is refused', (file, path) => {
    const { error } = profileFileSchema.safeParse(file);
    expect(error?.issues[0]?.path[0] ?? '').toBe(path);
  });

  test('has the JSON Schema that is published in docs/schema', async () => {
    // `vitest -u` publishes it anew.
    await expect(`${JSON.stringify(profileJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../docs/schema/profile.schema.json',
    );
  });
});
