import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explore } from '../explore.ts';
import { parseScope } from './parse-scope.ts';

const EXAMPLE = new URL('../../../docs/scopes/reader-behind-an-alias.json', import.meta.url);
const text = readFileSync(EXAMPLE, 'utf8');

/** The message with which a changed example is refused. */
function refusal(change: (file: ReturnType<typeof fresh>) => void): string {
  const file = fresh();
  change(file);
  return refusalOf(JSON.stringify(file));
}

function fresh() {
  return JSON.parse(text);
}

function refusalOf(scope: string): string {
  try {
    parseScope(scope, 'it.json');
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : '';
  }
  return 'accepted';
}

describe('the example of a scope file', () => {
  test('is a scope: ticks made milliseconds, and the rest of its profile that of ideal', () => {
    const { name, tickMs, profile, maxStates, monitored } = parseScope(text, 'it.json');
    expect([name, tickMs, maxStates, monitored]).toEqual(['reader-behind-an-alias', 604_800_000, 100_000, true]);
    expect(profile.name).toBe('reader-behind-an-alias');
    expect([profile.cacheLifetime.maxMs, profile.generationLifetime.minMs, profile.kmsDelayMs]).toEqual([
      tickMs,
      2 * tickMs,
      tickMs,
    ]);
    expect([profile.ruleDelayMs, profile.caches]).toEqual([0, 1]);
  });

  test('is explored whole, to these counts', async () => {
    const { verdict, counts, choices } = await explore(parseScope(text, 'it.json'), { maxStates: 100_000 });
    expect([verdict, counts.states, counts.transitions, counts.depth]).toEqual(['conforms', 186, 1_626, 8]);
    expect([...new Set(choices.reached.map((choice) => choice.split('=')[0]))]).toEqual(['aliasSeen', 'kmsAnswer']);
  });
});

describe('a scope file is refused, and told where and why:', () => {
  test('what is no JSON, by line and column', () => {
    expect(refusalOf('{\n  "bucketkeyScope": 1,\n  oops\n}')).toBe(
      'ScopeFileError it.json: not valid JSON at line 3, column 3',
    );
    expect(refusalOf('['.repeat(100))).toBe('ScopeFileError it.json: nested deeper than 16 levels');
  });

  test('what is no scope, or one of another version', () => {
    expect(refusalOf('{"bucketkeyTrace":1}')).toContain('there is no field "bucketkeyScope"');
    expect(refusal((file) => (file.bucketkeyScope = 2))).toContain(
      'format version 2 is not supported; this bucketkey reads version 1',
    );
  });

  test.each<[string, (file: ReturnType<typeof fresh>) => void, string]>([
    ['a misspelt field', (file) => (file.action = []), 'unknown field "action"'],
    ['a profile there is not', (file) => (file.profile.base = 'ideel'), 'profile.base: expected one of "aws"|'],
    [
      'a lifetime in parts of ticks',
      (file) => (file.profile.cacheLifetime.maxTicks = 1.5),
      'profile.cacheLifetime.maxTicks: expected int',
    ],
    [
      'a lifetime without end',
      (file) => (file.profile.cacheLifetime.maxTicks = 1e9),
      'profile.cacheLifetime.maxTicks: expected number',
    ],
    [
      'a lifetime whose bounds are the wrong way round',
      (file) => (file.profile.cacheLifetime.minTicks = 2),
      'profile.cacheLifetime: minTicks is more',
    ],
    [
      'an option twice',
      (file) => (file.profile.writeVerifies = [true, true]),
      'profile.writeVerifies: an option is there twice',
    ],
    [
      'a choice without option',
      (file) => (file.profile.coldWrite = []),
      'profile.coldWrite: expected array to have >=1 items',
    ],
    ['too many caches', (file) => (file.profile.caches = 9), 'profile.caches'],
    [
      'a time of the profile that is no whole number of ticks',
      (file) => delete file.profile.generationLifetime,
      'profile.generationLifetime: ideal has 300000 to 300000 ms, which are no whole number of ticks; give it in ticks',
    ],
    [
      'a delay of the profile that is no whole number of ticks',
      (file) => (file.profile = { ...file.profile, base: 'aws' }),
      'profile.ruleDelayTicks: aws has 900000 ms, which are no whole number of ticks; give it in ticks',
    ],
    [
      'a waiting period that is no whole number of ticks',
      (file) =>
        file.actions.push({ by: 'writer', event: { op: 'ScheduleKeyDeletion', keyId: 'old', pendingWindowInDays: 8 } }),
      'actions.7.event.pendingWindowInDays: 8 days are no whole number of ticks of 604800000 ms',
    ],
    [
      'an event there is not',
      (file) => (file.actions[2].event.op = 'ReadObject'),
      'actions.2.event.op: not the name of an event',
    ],
    [
      'a requester there is not',
      (file) => (file.actions[2].by = 'raeder'),
      'actions.2.by: "raeder" is no requester of the setup',
    ],
    [
      'an event of the environment that somebody causes',
      (file) => (file.actions[6].by = 'reader'),
      'actions.6.by: null expected',
    ],
    [
      'a bucket there is not',
      (file) => (file.actions[2].event.bucket = 'date'),
      'actions.2.event.bucket: "date" is no bucket of the scope',
    ],
    [
      'a KMS key there is not',
      (file) => (file.actions[4].event.keyId = 'odl'),
      'actions.4.event.keyId: "odl" is no KMS key of the scope',
    ],
    [
      'an alias there is not',
      (file) => (file.actions[3].event.alias = 'alias/date'),
      'actions.3.event.alias: "alias/date" is no alias of the scope',
    ],
    [
      'a copy from a bucket there is not',
      (file) =>
        file.actions.push({
          by: 'reader',
          event: { op: 'CopyObject', source: { bucket: 'else', key: 'x' }, bucket: 'data', key: 'x', headers: {} },
        }),
      'actions.7.event.source.bucket: "else" is no bucket of the scope',
    ],
    [
      'replication to a bucket there is not',
      (file) =>
        file.actions.push({
          by: 'writer',
          event: { op: 'PutBucketReplication', bucket: 'data', destination: 'copy', role: 'writer' },
        }),
      'actions.7.event.destination: "copy" is no bucket of the scope',
    ],
    [
      'replication by a role there is not',
      (file) => {
        file.setup.buckets.push({ name: 'copy', account: '111111111111', plainObjects: [] });
        file.actions.push({
          by: 'writer',
          event: { op: 'PutBucketReplication', bucket: 'data', destination: 'copy', role: 'repl' },
        });
      },
      'actions.7.event.role: "repl" is no requester of the scope',
    ],
    [
      'a body whose MD5 is not its own',
      (file) => (file.actions[1].event.body.text = 'y'),
      'actions.1.event.body.md5: ',
    ],
    ['a name twice', (file) => (file.setup.kmsKeys[1].id = 'old'), 'setup.kmsKeys.1.id: "old" is there twice'],
    ['no actions', (file) => (file.actions = []), 'actions: expected array to have >=1 items'],
    [
      'too many actions',
      (file) => (file.actions = new Array(257).fill(file.actions[0])),
      'actions: expected array to have <=256 items',
    ],
    [
      'a directory bucket',
      (file) => (file.setup.buckets[0].kind = 'directory'),
      'setup.buckets.0.kind: directory buckets cannot be explored',
    ],
    ['too many buckets', (file) => (file.setup.buckets = many('bucket')), 'setup.buckets: more than 16'],
    [
      'worlds of too many parts',
      (file) =>
        (file.setup.buckets[0].plainObjects = many('key', 130).map(({ name }) => ({
          key: name,
          body: file.actions[1].event.body,
        }))),
      'a world has 140 parts (each bucket has all objects and all KMS keys), more than 128',
    ],
    [
      'too much that caches can hold',
      (file) => {
        file.setup.requesters.push(
          ...many('role', 14).map(({ name }) => ({ name, account: '111111111111', principal: name, session: 's' })),
        );
        file.profile.caches = 8;
        for (const { name } of many('team', 20)) {
          const event = { ...file.actions[1].event, headers: { context: { team: name } } };
          file.actions.push({ by: 'writer', event });
        }
      },
      'caches have 8448 places (buckets x KMS keys x contexts x requesters x caches), more than 4096',
    ],
  ])('%s', (_, change, message) => {
    expect(refusal(change)).toContain(`ScopeFileError it.json: ${message}`);
  });

  test('a name that would drive a terminal is escaped', () => {
    expect(refusal((file) => (file.actions[2].by = '\u001b[2J'))).toContain(
      'actions.2.by: "\\u001b[2J" is no requester',
    );
  });
});

describe('names in a scope file are just names', () => {
  test('a bucket that an action creates is known', () => {
    const file = fresh();
    file.actions.push({ by: 'writer', event: { op: 'CreateBucket', bucket: '__proto__' } });
    file.actions.push({ by: 'writer', event: { op: 'GetBucketEncryption', bucket: '__proto__' } });
    expect(refusalOf(JSON.stringify(file))).toBe('accepted');
  });

  test('context pairs named __proto__ are kept', () => {
    const scope = parseScope(
      text.replace('"headers": {}', '"headers": { "context": { "__proto__": "a" } }'),
      'it.json',
    );
    const { event } = scope.actions[1] ?? {};
    expect(event !== undefined && 'headers' in event && JSON.stringify(event.headers)).toBe(
      '{"context":{"__proto__":"a"}}',
    );
  });
});

/** Names by number, one more than a scope file may have. */
function many(kind: string, count = 17): { name: string; account: string; plainObjects: never[] }[] {
  return Array.from({ length: count }, (_, i) => ({ name: `${kind}${i}`, account: '111111111111', plainObjects: [] }));
}
