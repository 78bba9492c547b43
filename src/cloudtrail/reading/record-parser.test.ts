import { expect, test } from 'vitest';
import { kmsRecord, roleSession, s3Record, user } from '../testing/records.ts';
import { RecordParser } from './record-parser.ts';

const IDENTITY = '{"type":"IAMUser","userName":"alice"}';

/** Records in which something is where it is looked for, and is not what it seems. */
const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['a request', JSON.stringify(s3Record('03:00:00', 'GetObject', roleSession('etl', 's'), 'b', 'a'))],
  ['a call', JSON.stringify(kmsRecord('03:00:00', 'Decrypt', user('alice'), 'arn:aws:s3:::b'))],
  ['no identity', '{"eventTime":"t"}'],
  ['one that is not followed by a time', `{"userIdentity":${IDENTITY},"eventName":"x"}`],
  ['an identity of something else', `{"a":{"userIdentity":${IDENTITY},"eventTime":"t"}}`],
  ['that of another record', `{"a":{"userIdentity":${IDENTITY},"eventTime":"t"},"userIdentity":null}`],
  ['two of them', `{"userIdentity":${IDENTITY},"eventTime":"t","userIdentity":{"type":"Root"}}`],
  ['two of them, the second null', `{"userIdentity":${IDENTITY},"eventTime":"t","userIdentity":null}`],
  ['one that holds what would end it', `{"userIdentity":{"a":{"b":1},"eventTime":"x"},"eventTime":"t"}`],
  ['one that holds it in a text', String.raw`{"userIdentity":{"a":"},\"eventTime\":"},"eventTime":"t"}`],
  ['its name in a text', String.raw`{"a":"\"userIdentity\":{},\"eventTime\":","eventTime":"t"}`],
  ['an empty one', '{"userIdentity":{},"eventTime":"t"}'],
  ['signs beyond ASCII', `{"userIdentity":{"userName":"\u{1f511}ü"},"eventTime":"t"}`],
];

test.each(TEXTS)('%s is parsed as JSON.parse does, also the second time', (_what, text) => {
  const parser = new RecordParser();
  for (let time = 0; time < 2; time += 1) expect(parser.parse(text)).toEqual(JSON.parse(text));
});

test.each([
  '{"userIdentity":{"a":1},"eventTime":"t"',
  '{"userIdentity":{"a":},"eventTime":"t"}',
  '{"userIdentity":{"a":1},"eventTime":}',
  '{"x" "userIdentity":{"a":1},"eventTime":"t"}',
])('%s is no JSON', (text) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(() => new RecordParser().parse(text)).toThrow(SyntaxError);
});

test('an identity is one object in all records that have it', () => {
  const parser = new RecordParser();
  const [one, other] = ['a', 'b'].map((key) =>
    parser.parse(JSON.stringify(s3Record('03:00:00', 'GetObject', user('alice'), 'b', key))),
  ) as { userIdentity: object }[];
  expect(one?.userIdentity).toBe(other?.userIdentity);
  expect(one).not.toEqual(other);
});
