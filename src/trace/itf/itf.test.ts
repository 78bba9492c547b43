import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_ITF_BYTES, MAX_ITF_DEPTH } from '../limits.ts';
import { readTraceFile } from '../read-trace-file.ts';
import { readTraceSteps } from '../read-trace-steps.ts';
import type { Trace } from '../trace.ts';
import { formatItf } from './format-itf.ts';
import { fromItf, ItfValueError, toItf } from './itf-value.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-itf-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A parsed object may have any name; a literal has not. */
const proto: unknown = JSON.parse('{"__proto__":"a","#x":"b","tag":"c"}');

const trace: Trace = {
  header: {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 'model',
    seed: 0,
    setup: {
      requesters: [{ name: '__proto__', account: '111111111111', principal: 'role/a', session: 's' }],
      kmsKeys: [],
      aliases: [],
      buckets: [],
    },
  },
  steps: [
    { step: { atMs: 0, by: null, event: { op: 'RestartHosts' } }, observation: { status: 200, code: null } },
    {
      step: { atMs: 7, by: '__proto__', event: { op: 'GetObject', bucket: 'b', key: 'tag' } },
      observation: { status: 404, code: 'NoSuchBucket', kmsCalls: [] },
    },
  ],
};
const text = formatItf({ ...trace, states: [{ n: 0 }, { n: 1 }, { n: 2 }] });

async function read(content: string | Uint8Array, name = 't.itf.json'): Promise<Trace> {
  await writeFile(join(folder, name), content);
  return readTraceFile(join(folder, name));
}

describe('values of the Informal Trace Format', () => {
  test.each([
    [null, { tag: 'None', value: { '#tup': [] } }],
    [-3, { '#bigint': '-3' }],
    [
      [true, 'x', { a: 1, b: undefined }],
      [true, 'x', { a: { '#bigint': '1' } }],
    ],
    [{ 'a b': 1 }, { '#map': [['a b', { '#bigint': '1' }]] }],
    [
      proto,
      {
        '#map': [
          ['__proto__', 'a'],
          ['#x', 'b'],
          ['tag', 'c'],
        ],
      },
    ],
  ])('%j is written so, and read as what it was', (value, itf) => {
    expect(toItf(value)).toEqual(itf);
    expect(JSON.stringify(fromItf(JSON.parse(JSON.stringify(itf)), 'x'))).toBe(JSON.stringify(value));
  });

  test('other tools write some of it in other ways', () => {
    expect(fromItf({ '#set': [1, { '#tup': ['a'] }] }, 'x')).toEqual([1, ['a']]);
    expect(fromItf({ tag: 'Some', value: { '#bigint': '4' } }, 'x')).toBe(4);
    expect(fromItf({ tag: 'None', value: {} }, 'x')).toBe(null);
    expect(fromItf(null, 'x')).toBe(null);
  });

  test.each([
    [{ '#bigint': '9007199254740992' }, 'x: "#bigint" is no whole number of up to 2^53 - 1'],
    [{ a: { '#bigint': 1 } }, 'x.a: "#bigint" is no whole number of up to 2^53 - 1'],
    [
      {
        '#map': [
          ['a', 1],
          ['a', 2],
        ],
      },
      'x: the name "a" is there twice',
    ],
    [{ '#map': [['a']] }, 'x.0: not a pair of a string and a value'],
    [{ '#map': [[{ '#bigint': '1' }, 1]] }, 'x.0: not a pair of a string and a value'],
    [{ '#set': { a: 1 } }, 'x: not a list'],
    [{ more: 1, '#set': [] }, 'x: more than "#set" in one object'],
    [{ '#unserializable': 'Int' }, 'x: "#unserializable" stands for nothing here'],
  ])('%j is refused', (itf, problem) => {
    expect(() => fromItf(itf, 'x')).toThrow(new ItfValueError(problem));
  });
});

describe('a trace in the Informal Trace Format', () => {
  test('has a state more than steps, and what the format asks for', () => {
    const itf = JSON.parse(formatItf({ ...trace, states: [{ n: 0 }, { n: 1 }, { n: 2 }], loop: 1 }));
    expect(itf).toMatchObject({
      '#meta': { format: 'ITF', bucketkey: trace.header },
      vars: ['step', 'observation', 'n'],
      loop: 1,
    });
    expect(itf.states).toHaveLength(3);
    expect(itf.states[0]).toEqual({ '#meta': { index: 0 }, step: toItf(null), observation: toItf(null), n: toItf(0) });
    expect(itf.states[1].step).toEqual({ atMs: { '#bigint': '0' }, by: toItf(null), event: { op: 'RestartHosts' } });
    // Neither Apalache nor Quint knows these.
    expect(JSON.stringify(itf.states)).not.toMatch(/null|: ?-?[0-9]+[,}](?<!"index":\d+})/);
  });

  test('is read as the trace it was, whole or step by step, packed or not', async () => {
    expect(await read(text)).toEqual(trace);
    expect(await read(gzipSync(text), 'T.ITF.json.gz')).toEqual(trace);
    const { header, steps } = await readTraceSteps(join(folder, 'T.ITF.json.gz'), new AbortController().signal);
    const all = [];
    for await (const step of steps) all.push(step);
    expect({ header, steps: all }).toEqual(trace);
  });

  test.each([
    ['no JSON', text.replace(',\n"vars"', '\n"vars"'), /t\.itf\.json:2: not valid JSON at column 1$/],
    ['cut short', text.slice(0, -30), /t\.itf\.json:(\d+:)? not valid JSON/],
    ['no UTF-8', Buffer.from([0xff, 0xfe]), /t\.itf\.json: not UTF-8 text$/],
    ['empty', '', /t\.itf\.json: not valid JSON$/],
    ['a list', '[]', /: there is no "#meta"$/],
    ['no header', '{"#meta":{}}', /: #meta: there is no "bucketkey"$/],
    ['nothing of ours', '{"#meta":{"bucketkey":{}},"vars":["x"],"states":[]}', /vars: .* has a variable "step"$/],
    ['states that are none', text.replace('{"#meta":{"index":1}', '7,{"a":1'), /: states\.1: there is no "step"$/],
    ['an unknown event', text.replace('RestartHosts', 'Rest'), /: states\.1: event\.op: not the name of an event$/],
    ['an unknown requester', text.replace('"by":"__proto__"', '"by":"eve"'), /: states\.2: by: "eve" is no requester/],
    [
      'a header of another version',
      text.replace('"bucketkeyTrace":1', '"bucketkeyTrace":2'),
      /: #meta\.bucketkey: form/,
    ],
    [
      'a step that goes back',
      text.replace('"atMs":{"#bigint":"0"', '"atMs":{"#bigint":"9"'),
      /: states\.2: atMs: 7 is earlier than/,
    ],
    [
      'a number too large',
      text.replace('"#bigint":"7"', '"#bigint":"1e9"'),
      /: states\.2\.step\.atMs: "#bigint" is no/,
    ],
    ['a name twice', text.replace('"step":', '"n":1,"step":'), /: the name "n" is there twice in one object$/],
    [
      'a step without answer',
      text.replace('"observation":{"status"', '"observation":{"state"'),
      /: states\.1: observation: unknown field "state"/,
    ],
    ['nesting', `{"#meta":${'['.repeat(MAX_ITF_DEPTH)}`, /: nested deeper than 64 levels$/],
    ['too many bytes', ' '.repeat(MAX_ITF_BYTES + 1), /: more than 16777216 bytes$/],
  ])('that is none is refused, with what and where: %s', async (_, content, problem) => {
    await expect(read(content)).rejects.toThrow(problem);
  });

  test('a packed one that was cut short, and one that is not there', async () => {
    await expect(read(gzipSync(text).subarray(0, 90), 't.itf.json.gz')).rejects.toThrow(/ends early: truncated\?$/);
    await expect(readTraceSteps(join(folder, 'none.itf.json'))).rejects.toThrow(/none\.itf\.json: no such file/);
  });
});
