import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ALL, served } from '../drivers/testing/served-endpoint.ts';
import { REFERENCE_PARTS } from '../reference/index.ts';
import type { Credential } from '../serve/credentials/credentials.ts';
import type { TestServer } from '../serve/testing/test-server.ts';
import { LOCATION_XML } from '../serve/testing/xml-bodies.ts';
import { run } from './run.ts';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';
import { wiredCommands } from './wiring.ts';

const [WRITER] = ALL;
const MANY = ['--runs', '3', '--size', '40', '--seed', '5'];

/** A command line about a server, in the name of all there are; `see` is told what comes out, as it comes. */
async function commandAt(
  server: TestServer,
  line: readonly string[],
  see: (out: string) => void = () => {},
  interruption = new AbortController(),
) {
  await writeFile(join(ownFolder(), 'who.json'), JSON.stringify({ credentials: ALL.map(entryOf) }));
  let out = '';
  let err = '';
  const io = {
    stdout: (text: string) => {
      out += text;
      see(text);
    },
    stderr: (text: string) => {
      err += text;
    },
    stdin: () => Readable.from([]),
    isTTY: false,
    signal: interruption.signal,
    cwd: ownFolder(),
  };
  const at = ['--endpoint-url', server.address, '--region', 'eu-west-1', '--credentials', 'who.json'];
  const code = await run([...line, ...at], io, wiredCommands());
  expect(out + err).not.toContain('secret-of-');
  return { code, out, err };
}

function entryOf({ requester, ...keys }: Credential) {
  const { principal: role, ...rest } = requester;
  return { ...keys, ...rest, role };
}

/** Names of the buckets that there are. */
async function bucketsOf(server: TestServer): Promise<readonly string[]> {
  const { text } = await server.send({ path: '/', by: WRITER! });
  return [...text.matchAll(/<Bucket>.*?<Name>([^<]*)</g)].map(([, name = '']) => name);
}

describe('a check of a server', () => {
  test('probes, judges, and leaves nothing behind but its words', async () => {
    const { server } = await served();
    const { code, out, err } = await commandAt(server, ['check', ...MANY, '--kms-log', server.address]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^probing http:\/\/127\.0\.0\.1:\d+, run [a-z0-9]{8}\n/);
    expect(out).toMatch(/^UpdateObjectEncryption +yes$/m);
    expect(out).toMatch(/verdict: conforms \(http:\/\/127\.0\.0\.1:\d+, profile aws-at-once, seed 5\)/);
    expect(await bucketsOf(server)).toEqual([]);
  }, 120_000);

  test('finds a fault, tells it by class and operation, and how to replay it', async () => {
    const { objects } = REFERENCE_PARTS;
    // The ETag is the MD5 of the content under KMS too.
    const etagFor: typeof objects.etagFor = (_, content, random) => objects.etagFor('AES256', content, random);
    const parts = { ...REFERENCE_PARTS, objects: { ...objects, etagFor } };
    const { server } = await served(ALL, true, { parts });
    const { code, out } = await commandAt(server, ['check', ...MANY, '--output', 'json']);
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(report.endpoint.deviations).toContainEqual(
      expect.objectContaining({ operation: 'PutObject', part: 'etag' }),
    );
    expect(report.endpoint.probe[0]).toEqual({ what: 'CreateBucket', verdict: 'yes', note: '' });
    const { replay } = report.violations[0];
    expect(replay).toContain(`--endpoint-url ${server.address} --region eu-west-1 --credentials who.json`);
    const again = await commandAt(server, ['replay', report.violations[0].file]);
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining('taken afresh') });
    expect(await bucketsOf(server)).toEqual([]);
  }, 240_000);

  test('that goes away meanwhile is unknown, with the trace', async () => {
    const { server } = await served();
    const see = (text: string) => {
      if (text.startsWith('checking')) setTimeout(() => void server.close(), 200);
    };
    const { code, out, err } = await commandAt(server, ['check', '--runs', '500', '--size', '40', '--seed', '5'], see);
    expect(out).toContain('Not all of the check is here: the server does not answer any more: the connection broke');
    expect(out).toContain('verdict: unknown');
    expect(out).toMatch(/replay it: npx bucketkey replay bucketkey-failures\/system-answers-5\.ndjson/);
    expect(err).toContain('left at http://');
    expect(code).toBe(3);
  }, 120_000);

  test('several traces at once come to the same, in less time', async () => {
    // One cache: which of several serves a request the server draws.
    const { server } = await served(ALL, true, { reference: { seed: 7 } });
    const line = [
      'check',
      '--runs',
      '4',
      '--size',
      '40',
      '--seed',
      '5',
      '--output',
      'json',
      '--kms-log',
      server.address,
    ];
    const [one, many] = [await commandAt(server, line), await commandAt(server, [...line, '--concurrency', '4'])];
    const what = ({ out }: { readonly out: string }) => {
      const { verdict, runs, steps, kmsCalls, properties, events, violations, endpoint } = JSON.parse(out);
      const { unclearSteps } = endpoint;
      return { verdict, runs, steps, kmsCalls, properties, events, violations, unclearSteps };
    };
    expect(many.code).toBe(0);
    expect(what(many)).toEqual(what(one));
    expect(what(many).unclearSteps).toBe(0);
    expect(what(many).kmsCalls).toBeGreaterThan(5);
    expect(await bucketsOf(server)).toEqual([]);
  }, 240_000);

  test('ends with its budget of requests, as unknown, and clears away', async () => {
    const { server } = await served();
    const line = ['check', '--runs', '500', '--size', '40', '--seed', '5', '--max-requests', '400'];
    const { code, out, err } = await commandAt(server, [...line, '--concurrency', '2']);
    expect(out).toMatch(/the 400 requests of --max-requests were used up after \d+ of\s+500 runs/);
    expect(out).toContain('verdict: unknown');
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(await bucketsOf(server)).toEqual([]);
  }, 120_000);

  test('is not begun where the probe alone takes more', async () => {
    const { server } = await served();
    const { code, err } = await commandAt(server, ['check', '--runs', '1', '--max-requests', '10']);
    expect(err).toContain('the 10 requests of --max-requests were used up by the probe alone');
    expect(code).toBe(2);
    expect(await bucketsOf(server)).toEqual([]);
  }, 120_000);

  test('that is interrupted clears away', async () => {
    const { server } = await served();
    const interruption = new AbortController();
    const see = (text: string) => {
      if (text.startsWith('checking')) setTimeout(() => interruption.abort(), 300);
    };
    const line = ['check', '--runs', '500', '--size', '40', '--seed', '5'];
    const { code, out } = await commandAt(server, line, see, interruption);
    expect(code).toBe(130);
    expect(out).toContain('interrupted');
    expect(await bucketsOf(server)).toEqual([]);
  }, 120_000);
});

test('clean deletes what a run has left, and nothing else', async () => {
  const { server } = await served();
  const names = ['bucketkey-run00001-a', 'bucketkey-run00002-a', 'other'];
  for (const name of names) await server.send({ method: 'PUT', path: `/${name}`, body: LOCATION_XML, by: WRITER! });
  for (const key of ['a ', '..', '%', 'grüße']) {
    const path = `/bucketkey-run00001-a/${encodeURIComponent(key)}`;
    expect(await server.send({ method: 'PUT', path, by: WRITER! })).toMatchObject({ status: 200 });
  }
  const { code, out } = await commandAt(server, ['clean', '--run', 'run00001']);
  expect({ code, out }).toEqual({ code: 0, out: '1 bucket deleted, 0 KMS keys to be deleted.\n' });
  expect(await bucketsOf(server)).toEqual(names.slice(1));
});

describe('what is wrong is told', () => {
  test.each([
    [['check', '--region', 'eu-west-1'], '--region needs --endpoint-url'],
    [['check', '--max-requests', '9'], '--max-requests needs --endpoint-url'],
    [['check', '--sut', 'x.js', '--concurrency', '2'], '--concurrency needs --endpoint-url'],
    [['check', '--known', 'k.json'], '--known needs --sut or --endpoint-url'],
    [['check', '--endpoint-url', 'x'], '--endpoint-url takes an address such as'],
    [['check', '--endpoint-url', 'https://s3.amazonaws.com'], 'is AWS itself, where requests cost money; --allow-aws'],
    [['check', '--endpoint-url'], 'AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL are not set'],
    [['check', '--endpoint-url', 'http://127.0.0.1:9'], 'no keys to sign with'],
    [['check', '--endpoint-url', 'http://x', '--sut', 'x.js'], "cannot be used with option '--sut"],
    [['check', '--endpoint-url', 'http://x', '--requester', 'raeder=p'], 'did you mean reader?'],
    [['check', '--endpoint-url', 'http://x', '--kms-key', 'alias/x'], '--kms-key takes the ARN of a key'],
    [['clean', '--run', '../..', '--endpoint-url', 'http://x'], '--run takes what check has told'],
  ])('%j', async (line, message) => expect(await usageErrorOf(...line)).toContain(message));

  test('a server that nobody reaches', async () => {
    const credentials = { credentials: ALL.slice(0, 1).map(entryOf) };
    await writeFile(join(ownFolder(), 'who.json'), JSON.stringify(credentials));
    const at = ['--endpoint-url', 'http://127.0.0.1:9', '--credentials', 'who.json'];
    const { code, err } = await bucketkey(['check', ...at]);
    expect(code).toBe(2);
    expect(err).toContain('http://127.0.0.1:9: CreateBucket was answered the connection broke: ECONNREFUSED');
  });
});
