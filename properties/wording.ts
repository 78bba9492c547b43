import {
  durationText,
  type Event,
  fieldsOf,
  fieldValue,
  filled,
  isSuccess,
  type KmsCall,
  operationOf,
} from '../model/index.ts';
import type { ObservedStep } from './observed-step.ts';

/** A time or a duration in milliseconds, as the column of a story tells it: `12 s`, `5 min`. */
export function seconds(ms: number): string {
  return durationText(ms);
}

/** A step as stories number them, from 1; before the first there is the setup. */
export function stepName(step: number): string {
  return step < 0 ? 'the setup' : `step ${step + 1}`;
}

/** A KMS key for people: `…:key/k1`. */
export function shortKey(keyArn: string | null | undefined): string {
  if (keyArn === undefined) return 'a key that was not seen';
  if (keyArn === null) return 'no key';
  const at = keyArn.indexOf(':key/');
  return at < 0 ? keyArn : `…${keyArn.slice(at)}`;
}

/** A part of an answer for people; null was seen to be absent. */
export function valueText(value: string | boolean | null): string {
  return value === null ? 'none' : String(value);
}

/** KMS calls for people: what, under which KMS key, by whom and about what. */
export function callsText(calls: readonly KmsCall[]): string {
  return calls
    .map(({ operation, keyArn, by, context }) => {
      const about = context['aws:s3:arn'] ?? JSON.stringify(context);
      return `${operation} under ${shortKey(keyArn)} by ${by} for ${about}`;
    })
    .join(' and ');
}

/** Whether S3 or KMS carried out what was asked. */
export function succeeded(seen: ObservedStep): boolean {
  return isSuccess(seen.observation.status);
}

/**
 * What happened in a step, as the beginning of a sentence: `reader read b1/k at 12 s`, `reader tried to read b1/k at 12
 * s`.
 */
export function stepText(seen: ObservedStep): string {
  const { by, atMs, event } = seen.step;
  return succeeded(seen) ? `${by ?? 'the environment'} ${pastText(event)} at ${seconds(atMs)}` : attemptedText(seen);
}

/** What somebody wanted in a step, whatever came of it: `reader tried to read b1/k at 12 s`. */
export function attemptedText({ step: { by, atMs, event } }: ObservedStep): string {
  return `${by ?? 'the environment'} ${attemptText(event)} at ${seconds(atMs)}`;
}

/** How a step was answered: `403 AccessDenied`. */
export function answeredText({ observation }: ObservedStep): string {
  return typeof observation.code === 'string'
    ? `${observation.status} ${observation.code}`
    : String(observation.status);
}

function pastText(event: Event): string {
  const { wording } = operationOf(event);
  return wording.past === undefined
    ? `called ${event.op}${subject(event)}`
    : filled(wording.past, (name) => named(event, name));
}

function attemptText(event: Event): string {
  const { wording } = operationOf(event);
  return wording.infinitive === undefined
    ? `tried ${event.op}${subject(event)}`
    : `tried to ${filled(wording.infinitive, (name) => named(event, name))}`;
}

/** A bucket, an object or its key, or a part, by the name of the field that refers to it. */
function named(event: Event, name: string): string {
  const field = fieldsOf(event).find((one) => one.name === name);
  if (field?.kind === 'object') {
    const object = fieldValue(event, field);
    return object === undefined ? '' : `${object.bucket}/${object.key}`;
  }
  if (field?.kind === 'partNumber') return String(fieldValue(event, field));
  return field?.kind === 'bucket' || field?.kind === 'objectKey' ? (fieldValue(event, field) ?? '') : '';
}

function subject(event: Event): string {
  if ('bucket' in event) return ` on ${event.bucket}`;
  return 'keyId' in event ? ` on key ${event.keyId}` : '';
}
