import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOf } from '../../files/process-number.ts';
import { lockFile } from './file-lock.ts';

const TOKEN = '0123456789abcdef';

let folder = '';
let report = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-lock-'));
  report = join(folder, 'r.json');
});
afterEach(() => rm(folder, { recursive: true }));

/** Number of a process that has ended. */
function endedPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

async function leave(lock: unknown): Promise<void> {
  await writeFile(`${report}.lock`, JSON.stringify(lock));
}

const takes = async (): Promise<string> => {
  try {
    await lockFile(report, 'r.json');
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('the lock of a report file', () => {
  test('is for one at a time; the other one is told whose it is and how to break it', async () => {
    const lock = await lockFile(report, 'r.json');
    expect(await takes()).toBe(
      `r.json: process ${process.pid} on ${JSON.stringify(hostname())} is writing it; if that does not run any ` +
        'more, delete r.json.lock and try again',
    );
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    expect(await takes()).toBe('taken');
  });

  test('is taken over from a process that was killed', async () => {
    await leave({ pid: endedPid(), host: hostname(), token: TOKEN });
    expect(await takes()).toBe('taken');
    expect(await readFile(`${report}.lock`, 'utf8')).toContain(`"pid":${process.pid},`);
    expect(await readdir(folder)).toEqual(['r.json.lock']);
  });

  test('is taken over from a process whose number another one has by now', async () => {
    const lock = await lockFile(report, 'r.json');
    const { started } = JSON.parse(await readFile(`${report}.lock`, 'utf8'));
    await lock.release();
    const start = startOf(process.ppid);
    expect([typeof started, typeof start]).toEqual(['string', 'string']);
    await leave({ pid: process.ppid, host: hostname(), token: TOKEN, started: start });
    expect(await takes()).toMatch(`process ${process.ppid} on `);
    await leave({ pid: process.ppid, host: hostname(), token: TOKEN, started });
    expect(await takes()).toBe('taken');
  });

  test('is taken over from a process that was killed, and one that was killed while it took that over', async () => {
    await leave({ pid: endedPid(), host: hostname(), token: TOKEN });
    const turn = { pid: endedPid(), host: hostname(), token: TOKEN.replaceAll('0', 'f') };
    await writeFile(`${report}.lock.${TOKEN}`, JSON.stringify(turn));
    await writeFile(`${report}.lock.${turn.token}`, '');
    await writeFile(`${report}.bucketkey-1-0123456789ab.tmp`, '');
    await writeFile(`${report}.lock.bucketkey-${endedPid()}-0123456789ab.tmp`, '');
    expect(await takes()).toBe('taken');
    expect(await readdir(folder)).toEqual(['r.json.lock']);
  });

  test('is one for a file and all links to it', async () => {
    await writeFile(report, '');
    await symlink('r.json', join(folder, 'link.json'));
    await symlink(folder, join(folder, 'here'));
    const lock = await lockFile(join(folder, 'here', 'link.json'), 'link.json');
    expect([lock.path, (await readdir(folder)).toSorted()]).toEqual([
      report,
      ['here', 'link.json', 'r.json', 'r.json.lock'],
    ]);
    expect(await takes()).toMatch(`process ${process.pid} on `);
    await lock.release();
  });

  test('that is a pipe nobody writes to is respected, at once', async () => {
    spawnSync('mkfifo', [`${report}.lock`]);
    expect(await takes()).toMatch(/^r\.json: another process is writing it; /);
  });

  test('is taken over by the process of a new container that has the name and the number of the old one', async () => {
    await leave({ pid: process.pid, host: hostname(), token: TOKEN });
    expect(await takes()).toBe('taken');
  });

  test('is not taken from a process that runs', async () => {
    await leave({ pid: process.ppid, host: hostname(), token: TOKEN });
    expect(await takes()).toMatch(`process ${process.ppid} on `);
  });

  test('is not taken from a machine of which nothing can be seen, even if no process here has the number', async () => {
    await leave({ pid: endedPid(), host: 'elsewhere\u001b[2J', token: TOKEN });
    expect(await takes()).toMatch(/^r\.json: process \d+ on "elsewhere\\u001b\[2J" is writing it; /);
  });

  test.each([
    '',
    '{}',
    'null',
    `{"pid":1,"host":"${hostname()}","token":"../../x"}`,
    `{"pid":0,"host":"${hostname()}","token":"${TOKEN}"}`,
    ' '.repeat(5_000),
  ])('that says nothing is respected: %j', async (text) => {
    await writeFile(`${report}.lock`, text);
    expect(await takes()).toMatch(/^r\.json: another process is writing it; /);
    expect(await readFile(`${report}.lock`, 'utf8')).toBe(text);
  });

  test('is taken over by one only of many that try at nearly the same time', async () => {
    for (let round = 0; round < 40; round += 1) {
      await leave({ pid: endedPid(), host: hostname(), token: TOKEN });
      const contenders = Array.from({ length: 8 }, async (_, i) => {
        // So that some look at the old lock while others put theirs in its place.
        for (let turn = 0; turn < (i * round) % 11; turn += 1) await breathe();
        return takes();
      });
      expect((await Promise.all(contenders)).filter((outcome) => outcome === 'taken')).toHaveLength(1);
      await rm(`${report}.lock`);
    }
  });

  test('that was broken by hand and taken by another is theirs to release', async () => {
    const lock = await lockFile(report, 'r.json');
    await leave({ pid: process.ppid, host: hostname(), token: TOKEN });
    await lock.release();
    expect(await takes()).toMatch(`process ${process.ppid} on `);
  });

  test('where no file can be is refused as the file would be', async () => {
    report = join(folder, 'none', 'r.json');
    expect(await takes()).toBe('r.json: no such file or folder');
  });
});
