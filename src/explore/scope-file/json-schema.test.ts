import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../model/index.ts';
import { scopeJsonSchema } from './json-schema.ts';
import { scopeFileSchema } from './schema.ts';

describe('the JSON Schema of a scope file', () => {
  test('is the one published in docs/schema: whoever changes the format changes both, on purpose', async () => {
    const published: unknown = JSON.parse(
      await readFile(new URL('../../../docs/schema/scope.schema.json', import.meta.url), 'utf8'),
    );
    expect(published).toEqual(scopeJsonSchema());
  });

  test('lets a profile say whatever a profile says, lengths of time in ticks', () => {
    const inTicks: Partial<Record<keyof Profile, string>> = {
      ruleDelayMs: 'ruleDelayTicks',
      kmsDelayMs: 'kmsDelayTicks',
    };
    const all: Record<keyof Omit<Profile, 'name' | 'title'>, true> = {
      requesterMode: true,
      caches: true,
      earlyEviction: true,
      cacheLifetime: true,
      generationLifetime: true,
      coldWrite: true,
      writeVerifies: true,
      writeWarmsRead: true,
      readWarmsWrite: true,
      extraContext: true,
      inertHeader: true,
      dormantFlag: true,
      kmsHeaderUsesBucketKey: true,
      mixedReplicaFlag: true,
      replicationVerifies: true,
      refusedFirst: true,
      ruleDelayMs: true,
      kmsDelayMs: true,
      replication: true,
    };
    const expected = Object.keys(all).map((name) =>
      name === 'ruleDelayMs' || name === 'kmsDelayMs' ? inTicks[name] : name,
    );
    expect(Object.keys(scopeFileSchema.shape.profile.shape)).toEqual(['base', ...expected]);
  });
});
