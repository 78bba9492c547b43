import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../explore/large/checkpoint.ts';
import { exploreLarge } from '../../explore/large/explore-large.ts';
import { tiny } from '../../explore/scopes/tiny.ts';
import { packageVersion } from '../version.ts';
import { checkpointBytes } from './checkpoint-bytes.ts';
import { scopeDigest } from './checkpoint-file.ts';
import { readCheckpointFile } from './read-checkpoint.ts';

// In a process of its own: what another test took before would hide what this one takes.
test('a file of which most is a hole is refused before there is room made for what is in it', async () => {
  const checkpoints: Checkpoint[] = [];
  await exploreLarge(tiny, { maxStates: 100, onLevel: (checkpoint) => checkpoints.push(checkpoint) });
  const digest = scopeDigest(tiny);
  const head = { version: packageVersion(), scope: 'tiny', scopeDigest: digest, exact: false, symmetry: false };
  const [line = ''] = Buffer.concat([...checkpointBytes({ head, checkpoint: checkpoints[0]! })])
    .toString('latin1')
    .split('\n');
  const states = 60_000_000;
  const header = Buffer.from(`${JSON.stringify({ ...JSON.parse(line), levels: [1, states - 1] })}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-checkpoint-'));
  const file = join(folder, 'f');
  try {
    await writeFile(file, header);
    await truncate(file, header.length + 6 * states + 32);
    const before = process.resourceUsage().maxRSS;
    await expect(readCheckpointFile(file, 'the file')).rejects.toThrow(/^the file: damaged: /);
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000);
  } finally {
    await rm(folder, { recursive: true });
  }
});
