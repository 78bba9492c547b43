import { aliasArn, kmsKeyArn, type Lagging, perform } from '../../../../model/index.ts';
import { HOME } from '../../scopes/common.ts';

/**
 * The model, but that of several changes of one setting at one time only the first counts, so that there are finitely
 * many histories of settings that are seen late.
 */
export const onceATick: typeof perform = (draft, input, chooser) => {
  const { scope, nowMs } = draft;
  const bucket = draft.buckets.get(scope.bucket('b'));
  const [key, alias] = [scope.kmsKeys.find(kmsKeyArn(HOME, 'k1')), scope.aliases.find(aliasArn(HOME, 'alias/a'))];
  const [keyBefore, aliasBefore] = [draft.kmsKeys.get(key), draft.aliases.get(alias)];
  const isNew = (setting: Lagging<unknown> | undefined, delayMs: number) =>
    setting?.earlier.some(({ untilMs }) => untilMs === nowMs + delayMs);
  const outcome = perform(draft, input, chooser);
  const { ruleDelayMs, kmsDelayMs } = scope.profile;
  if (isNew(bucket?.encryption, ruleDelayMs)) draft.set('buckets', scope.bucket('b'), bucket);
  if (isNew(keyBefore?.control, kmsDelayMs) || isNew(keyBefore?.policy, kmsDelayMs))
    draft.set('kmsKeys', key, keyBefore);
  if (isNew(aliasBefore?.target, kmsDelayMs)) draft.set('aliases', alias, aliasBefore);
  const { op } = input.event;
  const isOfRule = op === 'PutBucketEncryption' || op === 'DeleteBucketEncryption';
  const isRefused =
    (isOfRule && isNew(bucket?.encryption, ruleDelayMs)) ||
    (op === 'UpdateAlias' && isNew(aliasBefore?.target, kmsDelayMs)) ||
    ('keyId' in input.event && (isNew(keyBefore?.control, kmsDelayMs) || isNew(keyBefore?.policy, kmsDelayMs)));
  return isRefused ? { ...outcome, status: 503, code: 'SlowDown' } : outcome;
};
