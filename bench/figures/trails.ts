import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { importTrail } from '../../src/cloudtrail/importing/import-trail.ts';
import { whyTrail } from '../../src/why/why-trail.ts';
import type { Figure } from '../figure.ts';
import { type Contender, timeRatio } from '../timing.ts';
import { trail } from '../trails.ts';

const RECORDS = 20_000;
const CHUNK_BYTES = 256 * 1024;

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

function sourceOf(log: Buffer) {
  const chunks = Array.from({ length: Math.ceil(log.length / CHUNK_BYTES) }, (_, at) =>
    log.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
  );
  return { name: 'log', bytes: Readable.from(chunks) };
}
