import { expect, test } from 'vitest';
import { type Body, profileNamed, type Setup } from '../../model/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Trace } from '../trace/trace.ts';
import { judgeTrace, replayTrace } from './replay.ts';

const ideal = profileNamed('ideal');
const MD5 = '0cc175b9c0f1b6a831c399e269772661';

function traceOf(written: Body, old: Body): Trace {
  const account = '111111111111';
  const setup: Setup = {
    requesters: [{ name: 'ann', account, principal: 'ann', session: 's' }],
    kmsKeys: [],
    aliases: [],
    buckets: [{ name: 'b', account, plainObjects: [{ key: 'old', body: old }] }],
  };
  const put = { op: 'PutObject', bucket: 'b', key: 'x', body: written, headers: {} } as const;
  const get = { op: 'GetObject', bucket: 'b', key: 'x' } as const;
  const seen = { status: 200, sse: 'AES256', etag: MD5 } as const;
  return {
    header: { bucketkeyTrace: 1, profile: 'ideal', sut: 's', seed: 0, setup },
    steps: [
      { step: { atMs: 0, by: 'ann', event: put }, observation: seen },
      { step: { atMs: 1, by: 'ann', event: get }, observation: { ...seen, contentMd5: MD5 } },
    ],
  };
}

const WHOLE: Body = { text: 'a', md5: MD5 };
const UNWRITTEN: Body = { md5: MD5, size: 1 };

test('contents of which only the MD5 is known are judged like others, and cannot be written again', async () => {
  expect(judgeTrace(traceOf(UNWRITTEN, UNWRITTEN), ideal).verdict).toBe('conforms');
  expect(judgeTrace(traceOf({ ...UNWRITTEN, md5: 'f'.repeat(32) }, WHOLE), ideal).verdict).toBe('violates');
  expect(await replayTrace(traceOf(WHOLE, WHOLE), ideal, embeddedSut())).toMatchObject({ verdict: 'conforms' });
  const why = async (written: Body, old: Body) =>
    (await replayTrace(traceOf(written, old), ideal, embeddedSut())).unknownBecause;
  expect(await why(UNWRITTEN, WHOLE)).toMatch(/: step 1 writes what only the MD5 is known of$/);
  expect(await why(WHOLE, UNWRITTEN)).toMatch(/: it has an object of which only the MD5 is known$/);
});
