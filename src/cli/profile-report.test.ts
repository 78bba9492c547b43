import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../model/index.ts';
import { readReportFile } from './report-file/read-report-file.ts';
import { bucketkey, fakeCommands, fakeReport, ownFolder } from './testing/harness.ts';

describe('a check by a profile of its own', () => {
  test('has it in its report, and is continued by it', async () => {
    const profiles: Profile[] = [];
    const commands = fakeCommands({
      check: async (request) => {
        profiles.push(request.profile);
        return fakeReport(request, {});
      },
    });
    const options = ['--set', 'caches=2', '--strict', '--profile', 'aws', '--seed', '4', '--report', 'r.json'];
    const { out } = await bucketkey(['check', ...options], commands);
    expect(out).toMatch(/^checking with profile aws \(strict, caches 2\), seed 4\n/);
    const { head } = await readReportFile(join(ownFolder(), 'r.json'), 'r.json');
    expect(head.profile).toMatchObject({ extends: 'aws', strict: true, caches: 2 });
    await bucketkey(['check', '--resume', 'r.json'], commands);
    expect(profiles[1]).toEqual(profiles[0]);
    expect(profiles[1]).toMatchObject({ base: 'aws', strict: true, caches: 2 });
  });
});
