import type { KmsEvent } from '../../../model/index.ts';
import { drawKeyPolicy, putKeyPolicy } from '../draw-policies.ts';
import { type CustomerKey, customerKeys } from '../existing.ts';
import { insider } from '../pick.ts';
import type { Walk } from '../walk.ts';
import type { Proposal, Proposals } from './proposal.ts';

/** KMS events that the key's state admits, by the owner's account. */
export const kmsProposals: Proposals<KmsEvent['op']> = {
  DisableKey: (walk) => onKey(walk, 'enabled', ({ id }) => ({ op: 'DisableKey', keyId: id })),
  EnableKey: (walk) => onKey(walk, 'disabled', ({ id }) => ({ op: 'EnableKey', keyId: id })),
  ScheduleKeyDeletion: (walk) =>
    onKey(walk, 'enabled', ({ id }) => ({
      op: 'ScheduleKeyDeletion',
      keyId: id,
      pendingWindowInDays: drawWindow(walk),
    })),
  CancelKeyDeletion: (walk) => onKey(walk, 'pendingDeletion', ({ id }) => ({ op: 'CancelKeyDeletion', keyId: id })),
  EnableKeyRotation: (walk) =>
    onKey(walk, 'enabled', ({ id }) => ({
      op: 'EnableKeyRotation',
      keyId: id,
      rotationPeriodInDays: walk.draw.one([90, 365, 2560]),
    })),
  RotateKeyOnDemand: (walk) => onKey(walk, 'enabled', ({ id }) => ({ op: 'RotateKeyOnDemand', keyId: id })),
  PutKeyPolicy: (walk) => {
    const key = walk.draw.one(customerKeys(walk).filter(({ state }) => state !== 'deleted'));
    return key === undefined ? undefined : byOwner(walk, key, putKeyPolicy(walk, key.id, drawKeyPolicy(walk, key)));
  },
  UpdateAlias: (walk) => {
    const alias = walk.draw.one(walk.setup.aliases);
    const targets = customerKeys(walk).filter(
      ({ account, state }) => account === alias?.account && (state === 'enabled' || state === 'disabled'),
    );
    const target = walk.draw.one(targets);
    if (alias === undefined || target === undefined) return undefined;
    return byOwner(walk, target, { op: 'UpdateAlias', alias: alias.alias, keyId: target.id });
  },
};

/** A waiting period KMS accepts, in days (F-121). */
export function drawWindow({ draw }: Walk): number {
  return draw.one([7, 7, 8, 30]);
}

function onKey(walk: Walk, state: CustomerKey['state'], event: (key: CustomerKey) => KmsEvent): Proposal | undefined {
  const key = walk.draw.one(customerKeys(walk).filter((one) => one.state === state));
  return key === undefined ? undefined : byOwner(walk, key, event(key));
}

function byOwner(walk: Walk, { account }: CustomerKey, event: KmsEvent): Proposal {
  return { by: insider(walk, account).name, event };
}
