import { describe, expect, test } from 'vitest';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { decryptableAfterRotation, runDecryptableAfterRotation } from './decryptable-after-rotation.ts';
import { failing, valuesOf } from './testing/values.ts';

type AfterRotation = ReferenceParts['kms']['materialAfterRotation'];

function rotating(materialAfterRotation: AfterRotation): ReferenceParts {
  return { ...REFERENCE_PARTS, kms: { ...REFERENCE_PARTS.kms, materialAfterRotation } };
}

test('each age has its material, and all is read back', async () => {
  const result = await decryptableAfterRotation.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['versions of the key material that wrapped keys', 3],
    ['most that wrapped keys of one age', 1],
    ['KMS calls of a write right after the rotation', 0],
    ['KMS calls of the first write under the second version', 1],
    ['objects read back intact', 61],
    ['KMS keys they name', 1],
    ['reading them', 33],
    ['oracle verdict on the run, profile ideal', 'conforms'],
  ]);
  expect(result.verdict).toBe('as-expected');
});

describe('a reference whose KMS rotates wrongly is found', () => {
  test('when it ignores rotation', async () => {
    const result = await runDecryptableAfterRotation(
      { seed: 1 },
      rotating((material) => material),
    );
    expect(result.verdict).toBe('differs');
    expect(failing(result)).toEqual(['versions of the key material that wrapped keys']);
  });

  test('when every other key is still wrapped by the material of before', async () => {
    let asked = 0;
    const inTurn: AfterRotation = (old, { key }) => {
      const fresh = { version: old.length + 1, key };
      return Object.assign([...old, fresh], { at: () => (asked++ % 2 === 0 ? fresh : old[old.length - 1]) });
    };
    const result = await runDecryptableAfterRotation({ seed: 1 }, rotating(inTurn));
    expect(failing(result)).toEqual(['most that wrapped keys of one age']);
  });

  test('when it drops the old material', async () => {
    await expect(
      runDecryptableAfterRotation(
        { seed: 1 },
        rotating((_old, fresh) => [fresh]),
      ),
    ).rejects.toThrow('has lost version 1 of its material');
  });

  test('when it opens with the new material what the old one has wrapped', async () => {
    const newest: AfterRotation = (old, fresh) => [...old, fresh].map(({ version }) => ({ ...fresh, version }));
    await expect(runDecryptableAfterRotation({ seed: 1 }, rotating(newest))).rejects.toThrow('did not wrap this blob');
  });
});
