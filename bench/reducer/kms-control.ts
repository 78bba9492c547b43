import { aliasArn, DAY_MS, kmsKeyArn } from '../../model/index.ts';
import { type Answer, plain } from './answer.ts';
import type { FrozenKmsEvent } from './frozen.ts';
import { isDeleted, type Turn } from './kms.ts';
import { type Caller, compilePolicy, type Key } from './state.ts';

const MAX_ROTATIONS = 25;

/** An event on a KMS key or an alias. */
export function controlKms(turn: Turn, by: Caller, event: FrozenKmsEvent): Answer {
  if (event.op === 'ScheduleKeyDeletion' && (event.pendingWindowInDays < 7 || event.pendingWindowInDays > 30))
    return refused('ValidationException');
  if (event.op === 'EnableKeyRotation' && (event.rotationPeriodInDays < 90 || event.rotationPeriodInDays > 2560)) {
    return refused('ValidationException');
  }
  if (event.op === 'UpdateAlias') return updateAlias(turn, by, event.alias, event.keyId);
  const key = turn.state.keysById.get(event.keyId);
  if (key === undefined || isDeleted(key, turn.nowMs)) return refused('NotFoundException');
  if (key.managed) return refused('*');
  if (key.account !== by.account) return refused('AccessDeniedException');
  switch (event.op) {
    case 'PutKeyPolicy':
      key.policy = compilePolicy(event.statements);
      return plain(200);
    case 'DisableKey':
      return key.state === 'pendingDeletion' ? WRONG_STATE : enter(key, 'disabled');
    case 'EnableKey':
      return key.state === 'pendingDeletion' ? WRONG_STATE : enter(key, 'enabled');
    case 'ScheduleKeyDeletion':
      if (key.state === 'pendingDeletion') return WRONG_STATE;
      key.deletedAtMs = turn.nowMs + event.pendingWindowInDays * DAY_MS;
      return enter(key, 'pendingDeletion');
    case 'CancelKeyDeletion':
      return key.state === 'pendingDeletion' ? enter(key, 'disabled') : WRONG_STATE;
    case 'EnableKeyRotation':
    case 'RotateKeyOnDemand':
      return rotate(key, event.op === 'RotateKeyOnDemand');
  }
}

function enter(key: Key, state: Key['state']): Answer {
  key.state = state;
  return plain(200);
}

function rotate(key: Key, onDemand: boolean): Answer {
  if (key.state !== 'enabled') return key.state === 'disabled' ? refused('DisabledException') : WRONG_STATE;
  if (onDemand) {
    if (key.rotations === MAX_ROTATIONS) return refused('LimitExceededException');
    key.rotations++;
  }
  return plain(200);
}

function updateAlias(turn: Turn, by: Caller, alias: string, keyId: string): Answer {
  const { aliases, keysByArn } = turn.state;
  const arn = aliasArn(by.account, alias);
  const key = keysByArn.get(kmsKeyArn(by.account, keyId));
  if (!aliases.has(arn) || key === undefined || isDeleted(key, turn.nowMs)) return refused('NotFoundException');
  if (key.managed) return refused('*');
  if (key.state === 'pendingDeletion') return WRONG_STATE;
  aliases.set(arn, key);
  return plain(200);
}

function refused(code: string): Answer {
  return plain(400, code);
}

const WRONG_STATE = refused('KMSInvalidStateException');
