import { type Event, SECOND_MS } from '../model/index.ts';
import type { ObservedStep } from './property.ts';

/** A time or a duration in milliseconds, for people: `300 s`. */
export function seconds(ms: number): string {
  return `${ms / SECOND_MS} s`;
}

/** A KMS key for people: `…:key/k1`. */
export function shortKey(keyArn: string | null | undefined): string {
  if (keyArn === undefined) return 'a key that was not seen';
  if (keyArn === null) return 'no key';
  const at = keyArn.indexOf(':key/');
  return at < 0 ? keyArn : `…${keyArn.slice(at)}`;
}

/** A part of an answer for people; null was seen to be absent. */
export function shown(value: string | boolean | null): string {
  return value === null ? 'none' : String(value);
}

/** Whether S3 or KMS carried out what was asked. */
export function succeeded(seen: ObservedStep): boolean {
  return seen.observation.status < 400;
}

/**
 * What happened in a step, as the beginning of a sentence: `reader read b1/k at 12 s`, `reader tried to read b1/k at 12
 * s`.
 */
export function told(seen: ObservedStep): string {
  const { by, atMs, event } = seen.step;
  return `${by ?? 'the environment'} ${succeeded(seen) ? did(event) : tried(event)} at ${seconds(atMs)}`;
}

/** How a step was answered: `403 AccessDenied`. */
export function answered({ observation }: ObservedStep): string {
  return typeof observation.code === 'string'
    ? `${observation.status} ${observation.code}`
    : String(observation.status);
}

function did(event: Event): string {
  switch (event.op) {
    case 'PutObject':
      return `wrote ${event.bucket}/${event.key}`;
    case 'GetObject':
      return `read ${event.bucket}/${event.key}`;
    case 'HeadObject':
      return `looked at ${event.bucket}/${event.key}`;
    case 'CopyObject':
      return `copied ${event.source.bucket}/${event.source.key} to ${event.bucket}/${event.key}`;
    case 'DeleteObject':
      return `deleted ${event.bucket}/${event.key}`;
    case 'ReplicateObject':
      return `took up ${event.bucket}/${event.key} for replication`;
    default:
      return `called ${event.op}${subject(event)}`;
  }
}

function tried(event: Event): string {
  switch (event.op) {
    case 'PutObject':
      return `tried to write ${event.bucket}/${event.key}`;
    case 'GetObject':
      return `tried to read ${event.bucket}/${event.key}`;
    case 'HeadObject':
      return `tried to look at ${event.bucket}/${event.key}`;
    case 'CopyObject':
      return `tried to copy ${event.source.bucket}/${event.source.key} to ${event.bucket}/${event.key}`;
    case 'DeleteObject':
      return `tried to delete ${event.bucket}/${event.key}`;
    default:
      return `tried ${event.op}${subject(event)}`;
  }
}

function subject(event: Event): string {
  if ('bucket' in event) return ` on ${event.bucket}`;
  return 'keyId' in event ? ` on key ${event.keyId}` : '';
}
