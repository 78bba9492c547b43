import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { importTrail } from '../../src/cloudtrail/importing/import-trail.ts';
import { whyTrail } from '../../src/why/why-trail.ts';
import type { Figure } from '../figure.ts';
import { type Contender, type Measured, timeRatio } from '../timing.ts';
import { trail } from '../trails.ts';

const RECORDS = 20_000;
const MANY_RECORDS = 300_000;
const CHUNK_BYTES = 256 * 1024;
/** Writes logs to a folder. */
const WRITE_TRAIL = join(import.meta.dirname, '../write-trail.js');
/** The command, and what tells its memory. */
const COMMAND = join(import.meta.dirname, '../../src/cli/main.js');
const PEAK_MEMORY = pathToFileURL(join(import.meta.dirname, '../peak-memory.js')).href;

/** What it costs to read logs of CloudTrail. */
export const TRAIL_FIGURES: readonly Figure[] = [
  {
    id: 'explained-record-of-parsed',
    title: 'a record of CloudTrail read and counted by its causes / JSON.parse of it',
    better: 'lower',
    target: 2.5,
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(explained(), parsed(), rounds),
  },
  {
    id: 'imported-record-of-parsed',
    title: 'a record of CloudTrail made a line of a trace / JSON.parse of it',
    better: 'lower',
    target: 2.5,
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(imported(), parsed(), rounds),
  },
  {
    id: 'memory-of-explained-files',
    title: 'resident memory of `why` at its peak, 300,000 records of CloudTrail',
    better: 'lower',
    target: 200,
    unit: 'MB',
    run: 'full',
    measure: () => peakMegabytes((folder) => ['why', folder]),
  },
  {
    id: 'memory-of-imported-files',
    title: 'resident memory of `import cloudtrail` at its peak, 300,000 records of CloudTrail',
    better: 'lower',
    target: 200,
    unit: 'MB',
    run: 'full',
    measure: () => peakMegabytes((folder) => ['import', 'cloudtrail', folder, '--out', join(folder, 'trace')]),
  },
];

function explained(): Contender {
  const log = Buffer.from(trail(RECORDS));
  return {
    batch: () => async () => {
      const { calls } = await whyTrail([sourceOf(log)], {});
      if (calls < RECORDS / 4) throw new Error('calls were left out');
      return RECORDS;
    },
  };
}

function imported(): Contender {
  const log = Buffer.from(trail(RECORDS));
  const path = join(tmpdir(), 'bucketkey-bench-trail');
  return {
    batch: () => async () => {
      const made = await importTrail([sourceOf(log)], { path, perBucket: false });
      await made.close();
      if (made.counts.steps < RECORDS / 2) throw new Error('requests were left out');
      return RECORDS;
    },
  };
}

function parsed(): Contender {
  const lines = trail(RECORDS).trimEnd().split('\n');
  return {
    batch: () => () => {
      let objects = 0;
      for (const line of lines) if (JSON.parse(line) !== null) objects++;
      return objects;
    },
  };
}

/** The most memory that the process of a command ever had, what it has loaded included, when it has read files. */
async function peakMegabytes(argsOf: (folder: string) => readonly string[]): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-bench-'));
  try {
    execFileSync(process.execPath, [WRITE_TRAIL, folder, String(MANY_RECORDS)]);
    const { status, output } = spawnSync(process.execPath, ['--import', PEAK_MEMORY, COMMAND, ...argsOf(folder)], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
    });
    const bytes = Number(output[3]);
    if (status !== 0 || !(bytes > 0)) throw new Error(`the command ended with ${status}`);
    return { value: bytes / 1e6 };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function sourceOf(log: Buffer) {
  const chunks = Array.from({ length: Math.ceil(log.length / CHUNK_BYTES) }, (_, at) =>
    log.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
  );
  return { name: 'log', bytes: Readable.from(chunks) };
}
