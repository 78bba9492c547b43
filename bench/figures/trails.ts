import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { importTrail } from '../../src/cloudtrail/importing/import-trail.ts';
import type { LogSource } from '../../src/cloudtrail/reading/log-bytes.ts';
import { whyTrail } from '../../src/why/why-trail.ts';
import type { Figure } from '../figure.ts';
import { type Contender, type Measured, timeRatio } from '../timing.ts';
import { trail } from '../trails.ts';

const RECORDS = 20_000;
const MANY_RECORDS = 300_000;
const CHUNK_BYTES = 256 * 1024;
/** Writes a log to a file. */
const WRITE_TRAIL = join(import.meta.dirname, '../write-trail.js');

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
    title: 'resident memory at its peak while files with 300,000 records of CloudTrail are read and counted by causes',
    better: 'lower',
    target: 200,
    unit: 'MB',
    run: 'full',
    measure: () => peakMegabytes(async (sources) => void (await whyTrail(sources, {}))),
  },
  {
    id: 'memory-of-imported-files',
    title: 'resident memory at its peak while files with 300,000 records of CloudTrail are made a trace',
    better: 'lower',
    target: 200,
    unit: 'MB',
    run: 'full',
    measure: () =>
      peakMegabytes(async (sources, path) => (await importTrail(sources, { path, perBucket: false })).close()),
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

/** The most memory that the process ever had, what it has loaded included, when it has read files on its threads. */
async function peakMegabytes(read: (sources: readonly LogSource[], path: string) => Promise<void>): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-bench-'));
  try {
    const sources: LogSource[] = [];
    for (let first = 0; first < MANY_RECORDS; first += RECORDS) {
      const name = join(folder, `${first}.ndjson`);
      // By another process: what it takes to make them is no part of it.
      execFileSync(process.execPath, [WRITE_TRAIL, name, String(RECORDS), String(first)]);
      sources.push({ name });
    }
    await read(sources, join(folder, 'trace.ndjson'));
    return { value: (process.resourceUsage().maxRSS * 1_024) / 1e6 };
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
