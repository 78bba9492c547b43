import { customerKeySent, type Observation, operationOf, type Profile, showsVersion } from '../../model/index.ts';
import { shownOf } from '../ledger/shown-of.ts';
import type { ObservedStep } from '../observed-step.ts';

/**
 * Whether a system under this profile answers alike when it is asked alike: one cache, nothing is dropped from it
 * early, and ETags that are compared are not drawn.
 */
export function isDeterministic({ caches, earlyEviction, aes256Etag }: Profile): boolean {
  return caches === 1 && !earlyEviction && !aes256Etag.includes('opaque');
}

/**
 * The first part in which two answers differ, for people; undefined when they are the same. Parts that only one of them
 * shows, opaque ETags and internals do not count; KMS calls are compared as a bag. `nameOf` translates requesters of
 * the second answer.
 */
export function difference(
  first: ObservedStep,
  second: ObservedStep,
  nameOf: (name: string) => string = same,
): string | undefined {
  const [one, other] = [shown(first), shown(second)];
  return (
    part('status', one.status, other.status) ??
    part('code', one.code, other.code) ??
    part('encryption', one.sse, other.sse) ??
    part('KMS key', one.kmsKeyArn, other.kmsKeyArn) ??
    part('bucket-key flag', one.bucketKeyEnabled, other.bucketKeyEnabled) ??
    part('ETag', plainEtag(first, one), plainEtag(second, other)) ??
    part('content', one.contentMd5, other.contentMd5) ??
    part('replication status', one.replicationStatus, other.replicationStatus) ??
    part('bucket rule', ruleText(one), ruleText(other)) ??
    part('KMS calls', callsText(one.kmsCalls, same), callsText(other.kmsCalls, nameOf))
  );
}

function shown({ step, observation }: ObservedStep): Observation {
  return shownOf(operationOf(step.event), observation);
}

function same(name: string): string {
  return name;
}

type Part = string | number | boolean | null | undefined;

function part(what: string, one: Part, other: Part): string | undefined {
  return one === undefined || other === undefined || one === other
    ? undefined
    : `${what} ${String(one)} there, ${String(other)} here`;
}

/**
 * The ETag where it is an MD5; opaque ones differ from write to write. What is shown without an algorithm is a plain
 * object to who reads it without a customer key, and under such a key in any other answer.
 */
function plainEtag({ step: { event } }: ObservedStep, { etag, sse }: Observation): string | null | undefined {
  const isPlain = sse === null && showsVersion(operationOf(event)) && customerKeySent(event) === undefined;
  return sse === 'AES256' || isPlain ? etag : undefined;
}

function ruleText({ rule }: Observation): string | undefined {
  if (rule === undefined || rule === null) return undefined;
  return JSON.stringify([rule.SSEAlgorithm, rule.KMSMasterKeyID ?? null, rule.BucketKeyEnabled ?? false]);
}

/** Of parts that are missing only that they are. */
function callsText(calls: Observation['kmsCalls'], nameOf: (name: string) => string): string | undefined {
  if (calls === undefined) return undefined;
  const texts = calls.map(({ operation, by, keyArn, context, result }) =>
    JSON.stringify([
      operation,
      by === undefined ? null : nameOf(by),
      keyArn,
      context === undefined ? null : Object.entries(context).sort(byName),
      result ?? null,
    ]),
  );
  return texts.sort().join(' ') || 'none';
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}
