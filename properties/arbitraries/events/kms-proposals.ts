import {
  HOUR_MS,
  type ImportKeyMaterial,
  type KmsEvent,
  LONGEST_VALIDITY_MS,
  MINUTE_MS,
} from '../../../model/index.ts';
import { drawGrant, grantsOn } from '../draw-grants.ts';
import { drawNewKey } from '../draw-new-key.ts';
import { drawKeyPolicy, putKeyPolicy } from '../draw-policies.ts';
import { aliases, type CustomerKey, customerKeys } from '../existing.ts';
import { anyone, insider } from '../pick.ts';
import type { Walk } from '../walk.ts';
import type { Proposal, Proposals } from './proposal.ts';

/** KMS events that the key's state admits, by the owner's account. */
export const kmsProposals: Proposals<KmsEvent['op']> = {
  CreateKey: (walk) => {
    const by = insider(walk, anyone(walk).account);
    return { by: by.name, event: drawNewKey(walk, by) };
  },
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
  DisableKeyRotation: (walk) => onKey(walk, 'enabled', ({ id }) => ({ op: 'DisableKeyRotation', keyId: id })),
  GetKeyRotationStatus: (walk) => {
    const key = walk.draw.one(customerKeys(walk).filter(({ state }) => state !== 'deleted'));
    return key && byOwner(walk, key, { op: 'GetKeyRotationStatus', keyId: key.id });
  },
  RotateKeyOnDemand: (walk) => onKey(walk, 'enabled', ({ id }) => ({ op: 'RotateKeyOnDemand', keyId: id })),
  ImportKeyMaterial: (walk) => {
    const key = walk.draw.one(externalKeys(walk).filter(({ state }) => state !== 'pendingDeletion'));
    return key && byOwner(walk, key, importOf(walk, key.id));
  },
  DeleteImportedKeyMaterial: (walk) => {
    const key = walk.draw.one(externalKeys(walk));
    return key && byOwner(walk, key, { op: 'DeleteImportedKeyMaterial', keyId: key.id });
  },
  PutKeyPolicy: (walk) => {
    const key = walk.draw.one(customerKeys(walk).filter(({ state }) => state !== 'deleted'));
    return key === undefined ? undefined : byOwner(walk, key, putKeyPolicy(walk, key.id, drawKeyPolicy(walk, key)));
  },
  CreateGrant: (walk) => {
    const key = walk.draw.one(customerKeys(walk).filter(({ state }) => state === 'enabled'));
    return key === undefined ? undefined : byOwner(walk, key, drawGrant(walk, key, anyone(walk)));
  },
  RevokeGrant: (walk) => onGrant(walk, 'RevokeGrant'),
  RetireGrant: (walk) => {
    const proposal = onGrant(walk, 'RetireGrant');
    return proposal && walk.draw.chance(50) ? { ...proposal, by: anyone(walk).name } : proposal;
  },
  CreateAlias: (walk) => {
    const alias = walk.draw.one(aliases(walk, false));
    const target = alias && targetFor(walk, alias.account);
    return target && byOwner(walk, target, { op: 'CreateAlias', alias: alias.alias, keyId: target.id });
  },
  UpdateAlias: (walk) => {
    const alias = walk.draw.one(aliases(walk, true));
    const target = alias && targetFor(walk, alias.account);
    return target && byOwner(walk, target, { op: 'UpdateAlias', alias: alias.alias, keyId: target.id });
  },
  DeleteAlias: (walk) => {
    const alias = walk.draw.one(aliases(walk, true));
    return alias && byOwner(walk, alias, { op: 'DeleteAlias', alias: alias.alias });
  },
};

/** A waiting period KMS accepts, in days (F-121). */
export function drawWindow({ draw }: Walk): number {
  return draw.one([7, 7, 8, 30]);
}

/** The keys for imported material that are not deleted. */
export function externalKeys(walk: Walk): readonly CustomerKey[] {
  return customerKeys(walk).filter(({ record, state }) => record.isExternal === true && state !== 'deleted');
}

/** An import, now and then of material that expires (F-210). */
export function importOf({ draw }: Walk, keyId: string): ImportKeyMaterial {
  const op = 'ImportKeyMaterial';
  return draw.chance(60) ? { op, keyId } : { op, keyId, validForMs: draw.one(VALIDITIES_MS) };
}

const VALIDITIES_MS = [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, LONGEST_VALIDITY_MS] as const;

function onKey(walk: Walk, state: CustomerKey['state'], event: (key: CustomerKey) => KmsEvent): Proposal | undefined {
  const key = walk.draw.one(customerKeys(walk).filter((one) => one.state === state));
  return key === undefined ? undefined : byOwner(walk, key, event(key));
}

function onGrant(walk: Walk, op: 'RevokeGrant' | 'RetireGrant'): Proposal | undefined {
  const all = customerKeys(walk).filter(({ state }) => state !== 'deleted');
  const found = walk.draw.one(all.flatMap((key) => grantsOn(key).map((grant) => ({ key, grant }))));
  return found && byOwner(walk, found.key, { op, keyId: found.key.id, grant: found.grant });
}

/** A key that an alias of an account can name. */
function targetFor(walk: Walk, account: string): CustomerKey | undefined {
  return walk.draw.one(
    customerKeys(walk).filter(
      (key) => key.account === account && (key.state === 'enabled' || key.state === 'disabled'),
    ),
  );
}

function byOwner(walk: Walk, { account }: Pick<CustomerKey, 'account'>, event: KmsEvent): Proposal {
  return { by: insider(walk, account).name, event };
}
