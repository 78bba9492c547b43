import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bucketkey, usageErrorOf } from './testing/harness.ts';

describe('schema', () => {
  test.each(['trace', 'scope', 'profile', 'vector'])(
    'prints that of a %s, which the package has as a file',
    async (name) => {
      const file = fileURLToPath(import.meta.resolve(`bucketkey/schema/${name}.json`));
      expect(await bucketkey(['schema', name])).toEqual({ code: 0, out: await readFile(file, 'utf8'), err: '' });
    },
  );

  test('knows no other', async () => {
    expect(await usageErrorOf('schema', 'traces')).toMatch(
      /there is no format "traces" \(did you mean trace\?\); there is trace, scope, profile, vector$/m,
    );
    expect(await usageErrorOf('schema')).toMatch(/missing required argument 'format'/);
  });
});
