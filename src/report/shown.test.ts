import { describe, expect, test } from 'vitest';
import type { Trace } from '../trace/trace.ts';
import { checkJson } from './check-json.ts';
import { checkText } from './check-text.ts';
import { judgeJson, judgeText } from './judge-report.ts';
import { replayJson, replayText } from './replay-report.ts';
import { cutText } from './shown.ts';
import { tellStory } from './story.ts';

/** Clears the screen, in 7 and in 8 bits; rings; turns the reading direction; begins a line; an invisible tag. */
const EVIL = 'a\u001b[2J\u009b2J\u0007\u202e\u2028\u0085\u{e0041}\r\n\u007fb';
const DRIVES = /[^\P{C}\n]|[\u2028\u2029]/u;
const LONG = 'k'.repeat(100_000);

/** A trace in which every free field has a value. */
function traceOf(value: string): Trace {
  const account = '111111111111';
  const body = { text: value, md5: 'd41d8cd98f00b204e9800998ecf8427e' };
  const setup = {
    requesters: [{ name: value, account, principal: value, session: value, scopingPolicy: value }],
    kmsKeys: [{ id: value, account }],
    aliases: [{ account, alias: `alias/${value}`, keyId: value }],
    buckets: [{ name: value, account, plainObjects: [{ key: value, body }] }],
  };
  const context = { [value]: value };
  const headers = { sse: 'aws:kms', kmsKeyId: value, context } as const;
  const call = { operation: 'Decrypt', by: value, keyArn: value, context, result: 'ok' } as const;
  const statement = { effect: 'Allow', principal: value, actions: ['s3:*'] } as const;
  const observation = { status: 400, code: value, kmsKeyArn: value, etag: value, contentMd5: value, kmsCalls: [call] };
  const events = [
    { op: 'PutObject', bucket: value, key: value, body, headers },
    { op: 'CopyObject', bucket: value, key: value, source: { bucket: value, key: value }, headers },
    { op: 'PutBucketPolicy', bucket: value, statements: [statement] },
    { op: 'UpdateAlias', alias: value, keyId: value },
  ] as const;
  return {
    header: { bucketkeyTrace: 1, profile: value, sut: value, seed: 0, setup },
    steps: events.map((event) => ({ step: { atMs: 0, by: value, event }, observation })),
  };
}

function violationOf(value: string, property: string) {
  const nearest = [
    {
      choices: [value],
      differences: [value],
      parts: [{ part: value, expected: value, observed: value }],
      requirements: [value],
    },
  ];
  return {
    property,
    title: property,
    requirements: [value],
    stepIndex: 3,
    reason: value,
    parts: nearest[0]!.parts,
    nearest,
  };
}

/** What a report file or a trace may hold; the properties of a report are known ones. */
function reportsOf(value: string, property = value) {
  const trace = traceOf(value);
  const violation = violationOf(value, property);
  const properties = [{ id: property, title: property, verdict: 'violated', checked: 1, exercised: 1 }] as const;
  const found = { verdict: 'violates', violation, properties: [], trace } as const;
  const told = {
    seed: 1,
    profile: property,
    sut: value,
    runsAsked: 1,
    runs: 1,
    steps: 1,
    kmsCalls: 1,
    properties,
    events: [],
  };
  const check = {
    ...told,
    verdict: 'violates',
    violations: [{ violation, trace, foundAtLength: 4, also: [property] }],
  } as const;
  const unknown = { ...told, verdict: 'unknown', unknownBecause: value, incomplete: value, violations: [] } as const;
  const row = { bucket: value, by: value, keyArn: value, calls: 1 };
  const operations = [{ operation: 'Decrypt', calls: 1 }];
  const kms = { operations, rows: [row], others: 0, bucketKeyCalls: 1, bucketKeyRequests: 1, emptied: 0 };
  const judged = {
    kms,
    events: [],
    transientErrors: 0,
    rawFields: 0,
    otherKmsCalls: 0,
    profile: property,
    steps: 4,
    properties,
    last: trace,
    lastIndices: [...trace.steps.keys()],
    points: [{ point: 'aliasSeen', requirement: 'U-23', asked: 4, decided: 4, options: [{ option: value, steps: 4 }] }],
  };
  const judgement = { verdict: 'violates', violation, ...judged } as const;
  return {
    texts: [
      tellStory(trace, violation),
      checkText(check, []),
      checkText(unknown, []),
      judgeText(judgement),
      replayText({ recorded: found, afresh: found }),
    ],
    jsons: [
      checkJson(check, []),
      checkJson(unknown, []),
      judgeJson(judgement),
      replayJson({ recorded: found, afresh: found }),
    ],
  };
}

describe('what comes from a file', () => {
  test('cannot drive a terminal, as text or as JSON', () => {
    const { texts, jsons } = reportsOf(EVIL);
    for (const text of [...texts, ...jsons]) expect(DRIVES.exec(text)?.[0]).toBeUndefined();
    expect(DRIVES.test(EVIL.replaceAll('\n', ''))).toBe(true);
  });

  test('is the same for whoever parses the JSON', () => {
    const [json = ''] = reportsOf(EVIL).jsons;
    expect(JSON.parse(json)).toMatchObject({ sut: EVIL, violations: [{ reason: EVIL }] });
  });

  test('is not told at full length where it is very long', () => {
    for (const text of reportsOf(LONG, 'etag-class').texts) expect(text.length).toBeLessThan(40_000);
  });
});

test('of a text that is too long both ends are shown', () => {
  expect(cutText('abcdefghij', 10)).toBe('abcdefghij');
  expect(cutText(`${'a'.repeat(8)}-${'b'.repeat(8)}`, 8)).toBe('aaaaaa … (9 characters left out) … bb');
});
