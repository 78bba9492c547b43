import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { judgeTrace } from '../src/check/replay.ts';
import { readTraceFile } from '../src/trace/index.ts';

const folder = join(import.meta.dirname, 'traces');

// Recorded runs of the reference that were once refused by mistake. Each file is named for what the judge had to learn.
describe('false alarms stay silenced', () => {
  test.each(readdirSync(folder))('%s', async (file) => {
    const trace = await readTraceFile(join(folder, file));
    const profile = profileNamed(trace.header.profile);
    if (profile === undefined) throw new Error(`there is no profile ${trace.header.profile}`);
    expect(judgeTrace(trace, profile)).toMatchObject({ verdict: 'conforms' });
  });
});
