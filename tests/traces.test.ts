import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeTrace } from '../src/check/replay.ts';
import { profileOf } from '../src/profile/described-profile.ts';
import { readTraceFile } from '../src/trace/index.ts';

const folder = join(import.meta.dirname, 'traces');

// Recorded runs of the reference that were once refused by mistake. Each file is named for what the judge had to learn.
describe('false alarms stay silenced', () => {
  test.each(readdirSync(folder))('%s', async (file) => {
    const trace = await readTraceFile(join(folder, file));
    expect(judgeTrace(trace, profileOf(trace.header.profile))).toMatchObject({ verdict: 'conforms' });
  });
});
