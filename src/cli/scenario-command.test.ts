import { describe, expect, test } from 'vitest';
import { bucketkey } from './testing/harness.ts';

describe('scenario', () => {
  test('without a name lists them', async () => {
    const { code, out } = await bucketkey(['scenario']);
    expect(code).toBe(0);
    expect(out).toMatch(/^fifty-uploads {2}Fifty uploads\.$/m);
    expect(JSON.parse((await bucketkey(['scenario', '--output', 'json'])).out)).toMatchObject({
      scenarios: [{ name: 'fifty-uploads' }, { name: 'twice' }],
    });
  });

  test('with a name runs it; exit code 0 as expected, 1 otherwise', async () => {
    const { code, out } = await bucketkey(['scenario', 'fifty-uploads', '--seed', '5']);
    expect(code).toBe(0);
    expect(out).toMatch(/verdict: as expected \(seed 5\)\n$/);
    expect((await bucketkey(['scenario', 'twice'])).code).toBe(1);
    expect(JSON.parse((await bucketkey(['scenario', 'twice', '--seed', '5', '--output', 'json'])).out)).toMatchObject({
      seed: 5,
      verdict: 'differs',
      figures: [{ name: 'calls', value: 3 }],
    });
  });
});
