import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { reportSchema } from '../../cli/report-file/report-schema.ts';
import { firstFindings } from './first-findings.ts';
import { stepLineSchema, traceHeaderSchema } from './trace-schema.ts';

const many = <T>(entry: T): T[] => Array.from({ length: 20_000 }, () => entry);
const manyNamed = (entry: unknown) => Object.fromEntries(many(entry).map((value, i) => [`n${i}`, value]));
const line = (event: unknown, observation: unknown = { status: 200 }) => ({ atMs: 0, by: 'a', event, observation });
const put = (headers: unknown) => ({ op: 'PutObject', bucket: 'b', key: 'k', body: { text: '', md5: '' }, headers });
const call = { operation: 'Decrypt', by: 'a', keyArn: '', result: 'ok' };
const policy = { op: 'PutBucketPolicy', bucket: 'b' };

describe('of a list with many wrong entries one finding is kept', () => {
  test.each<[string, z.ZodType, unknown]>([
    ['calls', stepLineSchema, line({ op: 'RestartHosts' }, { status: 200, kmsCalls: many(1) })],
    [
      'calls after many that are right',
      stepLineSchema,
      line({ op: 'RestartHosts' }, { status: 200, kmsCalls: [...many({ ...call, context: {} }), ...many({})] }),
    ],
    [
      'pairs of a context',
      stepLineSchema,
      line({ op: 'RestartHosts' }, { status: 200, kmsCalls: many({ ...call, context: manyNamed(1) }) }),
    ],
    ['pairs of headers', stepLineSchema, line(put({ context: manyNamed(1) }))],
    ['statements', stepLineSchema, line({ ...policy, statements: many({}) })],
    [
      'actions in statements',
      stepLineSchema,
      line({ ...policy, statements: many({ effect: 'Allow', principal: '*', actions: many(0) }) }),
    ],
    ['unknown fields', stepLineSchema, { ...line({}), ...manyNamed(1) }],
    [
      'requesters',
      traceHeaderSchema,
      { bucketkeyTrace: 1, setup: { requesters: many({}), buckets: many({ plainObjects: many(1) }) } },
    ],
    [
      'a report',
      reportSchema,
      {
        tally: { properties: many(1), events: many({ event: 1 }) },
        violations: many({ nearest: many({ choices: many(1) }) }),
      },
    ],
  ])('%s', (_, schema, value) => {
    const { success, error } = firstFindings(schema, value);
    expect(success).toBe(false);
    expect(error?.issues.length).toBeLessThan(40);
  });

  test('and it is the one that comes first, at its own place', () => {
    const { error } = firstFindings(z.array(z.array(z.string())), [['a'], ['b', 1, 2], [3]]);
    expect(error?.issues.map(({ path }) => path)).toEqual([[1, 1]]);
  });

  test('what is right stays what it was', () => {
    const schema = z.strictObject({ list: z.array(z.union([z.record(z.string(), z.string()), z.literal('x')])) });
    const value = { list: ['x', { a: 'b' }] };
    expect(firstFindings(schema, value)).toEqual({ success: true, data: value });
  });
});
