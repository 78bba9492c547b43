import { describe, expect, test } from 'vitest';
import { kmsKeyArn } from '../../model/index.ts';
import { explore } from './explore.ts';
import type { Action, ExploreScope } from './scope.ts';
import { hosts } from './scopes/hosts.ts';
import { tiny } from './scopes/tiny.ts';

/** Transitions of one chart that an exploration takes. */
async function movesOf(scope: ExploreScope, chart: string): Promise<readonly string[]> {
  const { verdict, charts } = await explore(scope, { maxStates: 1_000_000 });
  expect(verdict).toBe('conforms');
  return charts.reached.filter((move) => move.startsWith(`${chart}: `));
}

/** A scope without the events of some names. */
function without(scope: ExploreScope, ...names: readonly string[]): ExploreScope {
  return { ...scope, monitored: false, actions: scope.actions.filter(({ event }) => !names.includes(event.op)) };
}

const KMS_RULE = 'bucketEncryption: sseS3 -PutBucketEncryption-> sseKmsBucketKey';

describe('a transition of a chart counts where it is taken, not where something asks for it', () => {
  test('losing plaintext: only where a cache has some', async () => {
    expect(await movesOf(tiny, 'cacheEntry')).toContain('cacheEntry: warm -Evict-> absent');
    expect(await movesOf(without(tiny, 'PutBucketEncryption'), 'cacheEntry')).toEqual([]);
  });

  test('losing plaintext: by what takes it', async () => {
    const actions = hosts.actions.filter(
      ({ by, event }) => by !== 'bob' && !('bucket' in event && event.bucket === 'd'),
    );
    const losses = async (...names: readonly string[]) =>
      (await movesOf(without({ ...hosts, actions }, ...names), 'cacheEntry')).filter((move) =>
        move.endsWith('-> absent'),
      );
    expect(await losses('EvictBucketKeys')).toEqual([
      'cacheEntry: warm -LifetimeEnds-> absent',
      'cacheEntry: warm -HostsRestart-> absent',
    ]);
    expect(await losses('RestartHosts')).toEqual([
      'cacheEntry: warm -LifetimeEnds-> absent',
      'cacheEntry: warm -Evict-> absent',
    ]);
  });

  test('the end of a generation: only where a bucket key grows that old', async () => {
    const ends = 'bucketKey: active -LifetimeRotation-> retired';
    expect(await movesOf(tiny, 'bucketKey')).toContain(ends);
    expect(await movesOf(without(tiny, 'PutBucketEncryption'), 'bucketKey')).not.toContain(ends);
  });

  test('using a KMS key: not where its policy denies', async () => {
    const account = '222222222222';
    const setup = { ...tiny.setup, kmsKeys: [{ id: 'k1', account }] };
    const actions = tiny.actions.map((action): Action => {
      const { event } = action;
      if (event.op !== 'PutBucketEncryption') return action;
      const rules = event.rules.map((rule) => ({ ...rule, KMSMasterKeyID: kmsKeyArn(account, 'k1') }));
      return { ...action, event: { ...event, rules } };
    });
    const foreign = { ...tiny, monitored: false, setup, actions };
    expect(await movesOf(tiny, 'kmsKey')).toContain('kmsKey: enabled -Use-> enabled');
    expect(await movesOf(foreign, 'bucketEncryption')).toContain(KMS_RULE);
    expect(await movesOf(foreign, 'kmsKey')).toEqual([]);
  });
});
