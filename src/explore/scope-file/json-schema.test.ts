import { describe, expect, test } from 'vitest';
import { PROFILE_FIELDS, type ProfileField, profileNamed, rowOf } from '../../../model/index.ts';
import { nameInFile } from './field-schemas.ts';
import { scopeJsonSchema } from './json-schema.ts';
import { profileOf } from './profile.ts';
import { SCOPE_FORMAT, type ScopeFile, scopeFileSchema } from './schema.ts';

const TICK_MS = 100_000;

const strict = profileNamed('strict');

function fileWith(profile: ScopeFile['profile']): ScopeFile {
  return {
    bucketkeyScope: SCOPE_FORMAT,
    name: 'one-field',
    title: 'One field of its profile is not that of strict.',
    tickMs: TICK_MS,
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
    profile,
    actions: [{ by: null, event: { op: 'RestartHosts' } }],
  };
}

/** Something that strict does not say in a field: as it stands in a file, and what it means. */
function otherThanStrict(field: ProfileField) {
  const { kind, options } = rowOf(field).field;
  switch (kind) {
    case 'option': {
      const other = options.find((option) => option !== strict?.[field]);
      return { said: other, meant: other };
    }
    case 'options':
      return { said: options, meant: options };
    case 'flag':
      return { said: !strict?.[field], meant: !strict?.[field] };
    case 'count':
      return { said: 'any', meant: 'any' };
    case 'limit':
      return { said: 2, meant: 2 };
    case 'span':
      return { said: { minTicks: 1, maxTicks: 2 }, meant: { minMs: TICK_MS, maxMs: 2 * TICK_MS } };
    case 'bound':
      return { said: 3, meant: 3 * TICK_MS };
  }
}

describe('the JSON Schema of a scope file', () => {
  test('is the one published in docs/schema: whoever changes the format changes both, on purpose', async () => {
    const text = `${JSON.stringify(scopeJsonSchema(), null, 2)}\n`;
    // `vitest -u` publishes it anew.
    await expect(text).toMatchFileSnapshot('../../../docs/schema/scope.schema.json');
  });

  test.each(PROFILE_FIELDS)('lets a profile say %s, lengths of time in ticks', (field) => {
    const { said, meant } = otherThanStrict(field);
    const file = fileWith({ base: 'strict', [nameInFile(field)]: said });
    expect(scopeFileSchema.safeParse(file).error).toBeUndefined();
    expect(meant).not.toEqual(strict[field]);
    expect(profileOf(file)).toEqual({ ...strict, name: file.name, title: file.title, [field]: meant });
  });

  test.each(['cacheLifetime', 'ruleDelayMs', 'coldWrite', 'caches', 'requesterMode', 'dormantFlag'])(
    'does not let %s be what no profile says',
    (name) => {
      const file = fileWith({ base: 'strict', [name]: 0 });
      expect(scopeFileSchema.safeParse(file).success).toBe(false);
    },
  );
});
