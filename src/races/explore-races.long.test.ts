import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { RACE_FAULTS } from '../check/overlap/testing/race-faults.ts';
import { REFERENCE_PARTS } from '../reference/index.ts';
import { exploreRaces } from './explore-races.ts';
import { RACES } from './scope.ts';
import { UPLOAD_WORLD } from './worlds/uploads.ts';

const GUIDE = new URL('../../docs/guides/exploration-scopes.md', import.meta.url);
const WHOLE = { maxOrders: Number.POSITIVE_INFINITY };

/** Rows of the guide's table of worlds: the cells behind the name. */
async function countsInGuide(): Promise<readonly (readonly string[])[]> {
  const text = (await readFile(GUIDE, 'utf8')).split('\n### races\n')[1] ?? '';
  return [...text.matchAll(/^\| ([a-z ,]+?) +\|((?: +[0-9,]+ \|){4})$/gm)].map(([, name = '', cells = '']) => [
    name,
    ...cells.split('|').flatMap((cell) => (cell.trim() === '' ? [] : [cell.trim()])),
  ]);
}

describe('every race of the scope', () => {
  test('has an order on the reference, and the guide has the counts', async () => {
    const { verdict, counts, worlds, found } = await exploreRaces(RACES, WHOLE);
    expect(found).toBeUndefined();
    expect(verdict).toBe('conforms');
    const rows = [...worlds, { name: 'all together', ...counts }].map(
      ({ name, races, orders, withoutCalls, interrupted }) => [
        name,
        ...[races, orders, withoutCalls, interrupted].map((count) => count.toLocaleString('en')),
      ],
    );
    expect(await countsInGuide()).toEqual(rows);
    const [, , orders] = rows.at(-1) ?? [];
    expect(await readFile(new URL('soundness.md', GUIDE), 'utf8')).toContain(`${orders} orders`);
  }, 600_000);

  test.each(RACE_FAULTS)('it is found that %s', async (_fault, parts) => {
    const { verdict, found } = await exploreRaces(RACES, { ...WHOLE, parts });
    expect(verdict).toBe('violates');
    // Two that overlapped, and no more than two before or after them that it takes.
    expect(found?.trace.steps.filter(({ endMs }) => endMs !== undefined)).toHaveLength(2);
    expect(found?.trace.steps.length).toBeLessThanOrEqual(4);
  });

  test('it is found that a part is acknowledged by an upload that is completed meanwhile', async () => {
    const { uploads } = REFERENCE_PARTS;
    const parts = { ...REFERENCE_PARTS, uploads: { ...uploads, takesLateParts: true } };
    const { verdict, found } = await exploreRaces({ ...RACES, worlds: [UPLOAD_WORLD] }, { ...WHOLE, parts });
    expect(verdict).toBe('violates');
    expect(found?.trace.steps.map(({ step }) => step.event.op)).toEqual([
      'PutBucketEncryption',
      'CreateMultipartUpload',
      'UploadPart',
      'UploadPart',
      'CompleteMultipartUpload',
    ]);
  });
});
