import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAll } from '../testing/bytes.ts';
import { kmsRecord, s3Record, user } from '../testing/records.ts';
import { logFiles } from './log-files.ts';
import { WholeRecords } from './whole-records.ts';

const RECORDS = [
  s3Record('03:04:05', 'PutObject', user('alice'), 'b', 'a{"[\\"]}é'),
  kmsRecord('03:04:06', 'GenerateDataKey', user('alice'), 'arn:aws:s3:::b'),
];
const lookup = RECORDS.map((record) => ({ EventName: 'x', CloudTrailEvent: JSON.stringify(record) }));

/** A record as a row of Athena's CSV: texts quoted, structs in Athena's own form. */
function athenaRow(record: Record<string, unknown>): string {
  const cells = COLUMNS.map((column) => {
    const value = record[column];
    if (value === undefined || value === null) return '';
    if (column === 'userIdentity' || column === 'resources') return struct(value);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}
const COLUMNS = [
  ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'requestParameters'],
  ...['responseElements', 'additionalEventData', 'eventID', 'resources', 'recipientAccountId', 'requestID'],
];
function struct(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(struct).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([name, part]) => `${name.toLowerCase()}=${struct(part)}`);
  return `{${parts.join(', ')}}`;
}

describe('the forms of a log', () => {
  const text = JSON.stringify(RECORDS);
  test.each([
    ['a file of CloudTrail', `{"Records":${text}}`],
    [
      'one with more around the list',
      `{"x":[{"a":1}],"y":{"z":[]}, "Records" : ${text} ,"after":{"b":2},"c":[{"d":3}]}`,
    ],
    ['an array', text],
    ['NDJSON', RECORDS.map((record) => `${JSON.stringify(record)}\n`).join('')],
    ['NDJSON that is spread over lines', RECORDS.map((record) => JSON.stringify(record, null, 2)).join('\n')],
    ['with a byte order mark', `\ufeff \n${text}`],
    ['events of EventBridge', RECORDS.map((detail) => JSON.stringify({ version: '0', detail })).join('\n')],
    ['the answer of LookupEvents', JSON.stringify({ Events: lookup, NextToken: 'x' })],
    ['its events alone', lookup.map((one) => JSON.stringify(one)).join('\n')],
    [
      'two files in one',
      `{"Records":${JSON.stringify(RECORDS.slice(0, 1))}}{"Records":${JSON.stringify(RECORDS.slice(1))}}`,
    ],
    ['packed', gzipSync(text)],
    ['packed in two parts', Buffer.concat(RECORDS.map((record) => gzipSync(JSON.stringify(record))))],
  ])('%s', async (_form, log) => {
    for (const chunkBytes of [1, 7, 4096, 1e9]) {
      // The form is told by the first chunk that is not blank, and so are packed bytes.
      if (Buffer.isBuffer(log) && chunkBytes === 1) continue;
      expect(await readAll(log, chunkBytes)).toEqual({ records: RECORDS, unreadable: [], lines: [] });
    }
  });

  test('a CSV of Athena, in which numbers are texts and names are small', async () => {
    const [put, call] = RECORDS;
    const csv = [COLUMNS.join(',').toLowerCase(), ...RECORDS.map(athenaRow)].join('\n');
    const { records, unreadable } = await readAll(csv, 100);
    expect(unreadable).toEqual([]);
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({
      userIdentity: put?.userIdentity,
      requestParameters: put?.requestParameters,
      eventTime: '2026-01-02T03:04:05Z',
    });
    expect(records[1]).toMatchObject({
      requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b' } },
      resources: [{ arn: expect.stringContaining(':key/') }],
      eventID: call?.eventID,
    });
  });

  test('nothing', async () => {
    for (const log of ['', ' \n', '{"Records":[]}', '[]']) {
      expect(await readAll(log)).toEqual({ records: [], unreadable: [], lines: [] });
    }
  });
});

describe('what nobody vouches for', () => {
  const [good] = RECORDS;
  const line = JSON.stringify(good);

  test.each([
    ['a record that is too long', JSON.stringify({ a: 'x'.repeat(1024 * 1024) }), 'too long'],
    ['one that nests too deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'nested too deep'],
    ['no JSON', '{nonsense}', 'not JSON'],
    ['a line that was cut off', '{"a":{"b":"cd', 'cut off'],
    ['no record', '{"a":1}', 'not a record'],
    ['an event that holds no record', '{"CloudTrailEvent":"[1]"}', 'not a record'],
    ['one that holds no JSON', '{"CloudTrailEvent":"{x}"}', 'not JSON'],
  ])('%s is passed over', async (_what, text, reason) => {
    const { records, unreadable, lines } = await readAll(`${line}\n${text}\n${line}`, 65_536);
    expect(records).toEqual([good, good]);
    expect(unreadable).toEqual([reason]);
    expect(lines).toEqual([2]);
  });

  test('a line of NDJSON that was cut off anywhere costs nothing but itself', async () => {
    for (let length = 1; length < line.length; length += 1) {
      const log = `${line}\n${line.slice(0, length)}\n${line}\n${line}\n`;
      for (const chunkBytes of length % 100 === 1 ? [1e9, 700, 1] : [1e9, 700])
        expect(await readAll(log, chunkBytes), line.slice(0, length)).toEqual({
          records: [good, good, good],
          unreadable: ['cut off'],
          lines: [2],
        });
    }
  });

  test.each([
    ['several', `${line}\n{"a":1,\n{"b":[{"c":\n${line}\n{"a":"\\\n${line}`, [2, 3, 5]],
    ['one after a record that is spread over lines', `${JSON.stringify(good, null, 1)}\n{"a":\n${line}\n${line}`, [-1]],
    ['one with the line ends of Windows', `${line}\r\n{"a":\r\n${line}\r\n${line}`, [2]],
    ['one that was too long already', `${line}\n{"a":[${'1,'.repeat(600_000)}\n${line}\n${line}`, [2]],
    ['one before a list', `${line}\n{"a":\n{"Records":[${line},${line}]}`, [2]],
  ])('%s that were cut off, and their lines', async (_what, log, lines) => {
    const { records, ...unread } = await readAll(log);
    expect(records).toEqual([good, good, good]);
    const spread = JSON.stringify(good, null, 1).split('\n').length;
    expect(unread.lines).toEqual(lines.map((at) => (at < 0 ? spread + 1 : at)));
  });

  test('lines are counted within records and texts as well', async () => {
    const spread = JSON.stringify({ Records: [good, good, good, { a: 1 }] }, null, 1);
    const at = spread.split('\n').indexOf('   "a": 1');
    for (const chunkBytes of [1e9, 700, 1]) expect((await readAll(spread, chunkBytes)).lines).toEqual([at]);
  });

  test('a log that ends early is said to', async () => {
    expect(await readAll(`{"Records":[${line},{"a":`)).toEqual({
      records: [good],
      unreadable: ['cut off'],
      lines: [1],
    });
  });

  test('brackets that close what was never opened do no harm', async () => {
    expect((await readAll(`{}]]}}${line}`)).records).toEqual([good]);
  });

  test.each([
    ['text of another kind', 'Hello, world\nHow are you\n', /^log:1: neither JSON nor a CSV of CloudTrail/],
    ['bytes that are not gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9]), /^log: /],
    ['gzip that ends early', gzipSync(line.repeat(9)).subarray(0, 60), /^log: the gzip data ends early/],
    [
      'a cell that never ends',
      `eventTime,eventSource,eventName\n"${'x'.repeat(2_000_000)}`,
      /^log: no CSV|^log:\d+: no CSV/,
    ],
  ])('%s', async (_what, log, problem) => {
    await expect(readAll(log, 65_536)).rejects.toThrow(problem);
  });
});

describe('records that are found by their beginnings are those that a look at each byte finds', () => {
  const line = JSON.stringify(s3Record('03:04:05', 'PutObject', user('alice'), 'b', 'a'));
  const long = JSON.stringify({ eventVersion: '1', eventSource: 's3', a: 'x'.repeat(1024 * 1024) });
  const deep = `{"eventVersion":"1","eventSource":"s3","a":${'{"a":'.repeat(64)}1${'}'.repeat(64)}}`;
  const wide = JSON.stringify({ eventVersion: '1', eventSource: 's3', a: Array.from({ length: 90 }, () => ({})) });
  const holding = `{"eventVersion":"1","eventSource":"s3","a":[${line},${line}]}`;
  const ofList = (records: readonly string[]) => `{"Records":[${records.join(',')}]}`;

  test.each([
    ['lines', [line, line, line, line].join('\n'), 4],
    ['a file', ofList([line, line, line, line]), 4],
    ['a spread file', JSON.stringify({ Records: Array.from({ length: 4 }, () => JSON.parse(line)) }, null, 2), 4],
    ['files', [ofList([line, line]), ofList([line, line]), ofList([line])].join('\n'), 5],
    ['files of nothing', [ofList([]), ofList([]), ofList([]), ofList([line])].join('\n'), 1],
    ['lists beside other fields', `{"a":1,"Events":[${line}]}\n`.repeat(4), 4],
    ['records that hold records', [line, line, holding, line, holding, holding, line].join('\n'), 7],
    ['one that is too long', [line, line, long, line, line].join('\n'), 4, 'too long'],
    ['one that nests too deep', [line, line, deep, line, line].join('\n'), 4, 'nested too deep'],
    ['one of many brackets', [line, line, wide, line, line].join('\n'), 5],
    ['one that is no JSON', [line, line, line.slice(0, -1).concat(',}'), line, line].join('\n'), 4, 'not JSON'],
    ['one that was cut off', [line, line, line.slice(0, 40), line, line].join('\n'), 4, 'cut off'],
    [
      'other things between them',
      [line, line, '"{" , 7 ] }', line, '{"a":1}', line, line].join('\n'),
      5,
      'not a record',
    ],
    ['beginnings of all kinds', [1, 2, 3, 4].map((at) => `{"x${at}":1,${line.slice(1)}`.repeat(3)).join(''), 12],
  ])('%s', async (_what, log, records, ...unreadable) => {
    const [byBeginnings, byBytes] = [await readAll(log), await readAll(log, 16)];
    expect(byBeginnings).toEqual(byBytes);
    expect(byBeginnings).toMatchObject({ records: { length: records }, unreadable });
  });

  test('once one is not, none is looked for in that chunk any more: each search may go through all of it', () => {
    const chunk = Buffer.from(`${line}\n${line}\n${line}\n{"x":}\n${line}\n${line}\n`);
    const records = new WholeRecords();
    const found = () => [0, 1, 2].map((at) => records.at(chunk, at * (line.length + 1))?.end);
    records.begin();
    expect(found()).toEqual([undefined, 2 * line.length + 1, undefined]);
    expect(found()).toEqual([undefined, undefined, undefined]);
    records.begin();
    expect(found()).toEqual([line.length, 2 * line.length + 1, undefined]);
  });
});

describe('files and folders', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bucketkey-trail-'));
    await mkdir(join(folder, 'eu/deep'), { recursive: true });
    await mkdir(join(folder, 'us'));
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'eu/deep/1_CloudTrail_eu-west-1_20260102T0310Z_x.json.gz'), '');
    await writeFile(join(folder, 'us/1_CloudTrail_us-west-2_20260102T0305Z_x.json.gz'), '');
    await writeFile(join(folder, 'us/readme.txt'), '');
    await symlink(folder, join(folder, 'us/round'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('of a folder come in the order in which they were written, links not followed', async () => {
    expect((await logFiles([folder, '-'])).map((file) => /\d{8}T\d{4}Z|^-$/.exec(file)?.[0])).toEqual([
      '-',
      '20260102T0305Z',
      '20260102T0310Z',
    ]);
  });

  test.each([
    ['what is not there', 'nothing', 'no such file or folder'],
    ['a folder without logs', 'empty', 'has no log files'],
  ])('%s is refused', async (_what, name, problem) => {
    await expect(logFiles([join(folder, name)])).rejects.toThrow(problem);
  });
});
