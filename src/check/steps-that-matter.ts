import { fieldValues, headersOf, objectWritten } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { GENERAL_SETTINGS, keyName, settingOf, settingsOfBucket, settingsOfKey } from './setting.ts';

/** A step of a trace with its index, counted from 0. */
export interface KeptStep {
  readonly index: number;
  readonly seen: ObservedStep;
}

/** What a step is about, directly or by the settings that are in force. */
class Concern {
  readonly objects = new Set<string>();
  readonly buckets = new Set<string>();
  /** KMS keys and aliases, by their names. */
  readonly keys = new Set<string>();

  /** Adds what a step is about. */
  add(seen: ObservedStep): void {
    for (const name of objectsOf(seen)) this.objects.add(name);
    for (const name of bucketsOf(seen)) this.buckets.add(name);
    for (const name of keysOf(seen)) this.keys.add(name);
  }

  /** The settings that there are of all that. */
  settings(): readonly string[] {
    return [
      ...[...this.buckets].flatMap(settingsOfBucket),
      ...[...this.keys].flatMap(settingsOfKey),
      // Restarts, throttling and outages matter where KMS may be called.
      ...(this.keys.size > 0 ? GENERAL_SETTINGS : []),
    ];
  }

  /** Whether a step is about one of its objects. */
  hasObjectOf(seen: ObservedStep): boolean {
    return objectsOf(seen).some((name) => this.objects.has(name));
  }

  /** Whether a bucket key of one of its buckets was obtained in a step. */
  hasBucketKeyOf({ observation: { kmsCalls = [] } }: ObservedStep): boolean {
    return kmsCalls.some(({ keyArn, context }) => {
      const arn = context?.['aws:s3:arn'];
      return (
        arn !== undefined && this.buckets.has(arn.slice(arn.lastIndexOf(':') + 1)) && this.keys.has(keyName(keyArn))
      );
    });
  }
}

/** A reason to tell of a step, and of how many steps at the most for it. */
interface Reason {
  readonly most: number;
  readonly holds: (step: KeptStep) => boolean;
}

/**
 * Of the steps up to one, the last, those that concern it: settings in force, what was done to the same object, who
 * obtained bucket keys, and what else the same requester did to the bucket.
 *
 * @param lastSetting - the last step that changed a setting, if it is still known
 * @param named - indices of steps that are told in any case
 * @param most - how many steps, the last included
 */
export function stepsThatMatter(
  kept: readonly KeptStep[],
  lastSetting: (setting: string) => KeptStep | undefined,
  named: readonly number[],
  most: number,
): readonly KeptStep[] {
  const last = kept.at(-1);
  if (last === undefined) return [];
  const newestFirst = kept.slice(0, -1).reverse();
  const concern = new Concern();
  concern.add(last.seen);
  const inForce = settingsInForce(concern, newestFirst, last, lastSetting);
  const told = new Map([[last.index, last]]);
  const tell = ({ most: mostOfIt, holds }: Reason, among: readonly KeptStep[]): void => {
    let left = mostOfIt;
    for (const step of among) {
      if (left === 0 || told.size === most) return;
      if (told.has(step.index) || !holds(step)) continue;
      told.set(step.index, step);
      left -= 1;
    }
  };
  const { by, event } = last.seen.step;
  const isBy = ({ seen }: KeptStep): boolean => seen.step.by === by;
  const obtained = ({ seen }: KeptStep): boolean => concern.hasBucketKeyOf(seen);
  const settings = new Set(concern.settings());
  tell({ most, holds: ({ index }) => named.includes(index) }, [...newestFirst, ...inForce]);
  tell({ most: 8, holds: () => true }, inForce);
  tell({ most: 2, holds: ({ seen }) => writesOneOf(concern, seen) }, newestFirst);
  tell({ most: 2, holds: (step) => isBy(step) && obtained(step) }, newestFirst);
  tell({ most: 2, holds: obtained }, newestFirst);
  tell({ most: 5, holds: ({ seen }) => concern.hasObjectOf(seen) }, newestFirst);
  tell({ most: 3, holds: ({ seen }) => settings.has(settingOf(seen) ?? '') }, newestFirst);
  tell(
    { most: 3, holds: (step) => isBy(step) && bucketsOf(step.seen).some((name) => concern.buckets.has(name)) },
    newestFirst,
  );
  // What is done to no bucket is told with its like.
  if (!('bucket' in event)) tell({ most, holds: ({ seen }) => seen.step.event.op === event.op }, newestFirst);
  return [...told.values()].sort((a, b) => a.index - b.index);
}

/** The settings in force of what a step is about, the latest first; what they name is a concern as well. */
function settingsInForce(
  concern: Concern,
  newestFirst: readonly KeptStep[],
  last: KeptStep,
  lastSetting: (setting: string) => KeptStep | undefined,
): readonly KeptStep[] {
  const recent = new Map<string, KeptStep>();
  for (const step of newestFirst) {
    const setting = settingOf(step.seen);
    if (setting !== undefined && !recent.has(setting)) recent.set(setting, step);
  }
  const found = new Map<number, KeptStep>();
  const written = newestFirst.find(({ seen }) => writesOneOf(concern, seen));
  if (written !== undefined) for (const name of keysOf(written.seen)) concern.keys.add(name);
  // A rule names an alias, the alias a KMS key.
  for (let round = 0; round < 3; round += 1) {
    for (const setting of concern.settings()) {
      const step = recent.get(setting) ?? lastSetting(setting);
      if (step === undefined || step.index >= last.index || found.has(step.index)) continue;
      found.set(step.index, step);
      for (const name of keysOf(step.seen)) concern.keys.add(name);
      if (last.seen.step.event.op === 'ReplicateObject') addReplica(concern, last.seen, step.seen);
    }
  }
  return [...found.values()].sort((a, b) => b.index - a.index);
}

/** A replication is about the bucket that the rule names as well. */
function addReplica(
  concern: Concern,
  { step: { event } }: ObservedStep,
  { step: { event: rule } }: ObservedStep,
): void {
  if (!('key' in event) || rule.op !== 'PutBucketReplication' || rule.bucket !== event.bucket) return;
  concern.buckets.add(rule.destination);
  concern.objects.add(objectText({ bucket: rule.destination, key: event.key }));
}

function writesOneOf(concern: Concern, seen: ObservedStep): boolean {
  const { event } = seen.step;
  if (event.op === 'ReplicateObject') return concern.hasObjectOf(seen);
  const written = objectWritten(event);
  return written !== undefined && concern.objects.has(objectText(written));
}

function objectText({ bucket, key }: { readonly bucket: string; readonly key: string }): string {
  return `${bucket}/${key}`;
}

function objectsOf({ step: { event } }: ObservedStep): readonly string[] {
  const sources = fieldValues(event, 'object').map(objectText);
  return 'key' in event ? [objectText(event), ...sources] : sources;
}

function bucketsOf({ step: { event } }: ObservedStep): readonly string[] {
  return [...fieldValues(event, 'bucket'), ...fieldValues(event, 'object').map(({ bucket }) => bucket)];
}

function keysOf({ step: { event }, observation }: ObservedStep): readonly string[] {
  const references = [
    ...fieldValues(event, 'keyId'),
    ...fieldValues(event, 'alias'),
    ...fieldValues(event, 'keyReference'),
    ...fieldValues(event, 'encryptionRules').flatMap((rules) => rules.map(({ KMSMasterKeyID }) => KMSMasterKeyID)),
    headersOf(event).kmsKeyId,
    observation.kmsKeyArn,
    ...(observation.kmsCalls ?? []).map(({ keyArn }) => keyArn),
  ];
  return references.filter((one) => typeof one === 'string').map(keyName);
}
