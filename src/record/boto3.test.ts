import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { judgeTrace } from '../check/replay.ts';
import { testServer, WRITER } from '../serve/testing/test-server.ts';
import { parseTrace } from '../trace/trace-reader.ts';

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

describe.skipIf(!hasBoto3)(`the recorder for boto3${hasBoto3 ? '' : ' (skipped: boto3 not installed)'}`, () => {
  test('writes what a program asked and got, which is judged; nothing else is in the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bucketkey-boto3-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 't.ndjson');
    const server = await testServer();
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ACCESS_KEY_ID: WRITER.accessKeyId,
      AWS_SECRET_ACCESS_KEY: WRITER.secretAccessKey,
    };
    const child = spawn('python3', [join(import.meta.dirname, 'testing/drive_boto3.py'), server.address, file], {
      env,
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, err]).toEqual([0, '']);
    const said = JSON.parse(out) as { readonly hasSessions: boolean };
    expect(said).toEqual({
      hasSessions: expect.any(Boolean),
      steps: 33,
      leftOut: {
        // With a directory bucket, where this boto3 knows such, its creation, a write and a copy.
        'a trace has no words for it': said.hasSessions ? 5 : 2,
        'another request on the same object was under way': 2,
      },
    });

    const text = await readFile(file, 'utf8');
    expect(text).not.toMatch(/planted|secret-of|AKIA|ASIA|x-s3/);
    const trace = parseTrace(text, file);
    expect(trace.steps).toHaveLength(33);
    const read = trace.steps.filter(({ observation }) => typeof observation.contentMd5 === 'string');
    expect(read.map(({ step }) => ('key' in step.event ? step.event.key : ''))).toEqual([
      'a',
      'file',
      'a',
      'copy',
      'multi',
      'a',
    ]);
    const aws = profileNamed('aws');
    expect(judgeTrace(trace, aws).verdict).toBe('conforms');
    // As if the server had the MD5 for an ETag under KMS.
    const wrong = text.replace(/("key":\s*"a",.*?"md5":\s*"([0-9a-f]{32})".*?"etag":\s*")[0-9a-f]{32}/, '$1$2');
    expect(judgeTrace(parseTrace(wrong, file), aws).verdict).toBe('violates');
  });
});
