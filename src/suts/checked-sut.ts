import { EVENT_NAMES, type Observation } from '../../model/index.ts';
import {
  type Capabilities,
  DRAWN_REQUESTERS,
  type KeyForm,
  type Signature,
} from '../../properties/arbitraries/index.ts';
import { unknownNameText } from '../cli/suggestion.ts';
import type { Sut, SutClock } from './sut.ts';
import { wrongValue } from './wrong-value.ts';

type SseAlgorithm = NonNullable<Capabilities['algorithms']>[number];

/** What a capability may be: one of some names, some of them in a list, true or false, a number, or a text. */
type Takes = { readonly one: readonly string[] } | { readonly some: readonly string[] } | 'flag' | 'count' | 'text';

const TAKES: Readonly<Record<keyof Capabilities, Takes>> = {
  accounts: { one: ['one', 'several'] satisfies Capabilities['accounts'][] },
  requesters: { some: DRAWN_REQUESTERS },
  kmsKeys: 'count',
  region: 'text',
  plainObjects: 'flag',
  keyForms: { some: ['id', 'arn', 'alias', 'aliasArn'] satisfies KeyForm[] },
  algorithms: { some: ['AES256', 'aws:kms', 'aws:kms:dsse'] satisfies SseAlgorithm[] },
  extraContext: 'flag',
  objectKeys: { one: ['plain', 'hostile'] satisfies Capabilities['objectKeys'][] },
  signatures: { some: ['v4', 'v2', 'none'] satisfies Signature[] },
  scopingPolicies: 'flag',
  blockedEncryptionTypes: 'flag',
  conditionalRequests: 'flag',
  ranges: 'flag',
  checksumMode: 'flag',
  customerKeys: 'flag',
  copyChanges: 'flag',
  deleteMarkerReplication: 'flag',
  objectLock: 'flag',
  batchReplication: 'flag',
  services: 'flag',
  directoryBuckets: 'flag',
  iam: 'flag',
  kmsQuotas: 'flag',
  otherKeySpecs: 'flag',
  importedKeys: 'flag',
  policyConditions: 'flag',
};

const PARTS: Readonly<Record<keyof Observation, true>> = {
  status: true,
  code: true,
  sse: true,
  kmsKeyArn: true,
  bucketKeyEnabled: true,
  etag: true,
  contentMd5: true,
  replicationStatus: true,
  versionId: true,
  deleteMarker: true,
  rule: true,
  keyRotationEnabled: true,
  kmsCalls: true,
  otherKmsCalls: true,
  raw: true,
  internals: true,
};

type WallClock = Exclude<SutClock, 'virtual'>;

const CLOCK_FIELDS: Readonly<Record<keyof WallClock, true>> = {
  kind: true,
  longestPauseMs: true,
  cacheLifetimeMs: true,
  generationLifetimeMs: true,
};

/** Longest pause, and longest lifetime, that somebody may be asked to wait for: a day. */
const MOST_MS = 24 * 60 * 60 * 1_000;

/**
 * The system that was given, if it has the looks of one.
 *
 * @throws RangeError that says what is wrong, and what it takes
 */
export function checkedSut(sut: Sut): Sut {
  if (typeof sut !== 'object' || sut === null) throw wrongValue('sut', 'an object with name, supports and start', sut);
  const { name, supports, start, shows, capabilities, clock } = sut;
  if (typeof name !== 'string' || name === '') throw wrongValue('sut.name', 'a name for reports', name);
  if (typeof start !== 'function') throw wrongValue('sut.start', 'a function of a setup and a seed', start);
  refuseOthers('sut.supports', 'names of operations', 'operation', supports, EVENT_NAMES);
  if (shows !== undefined)
    refuseOthers('sut.shows', 'names of parts of an observation', 'part of an observation', shows, Object.keys(PARTS));
  if (capabilities !== undefined) refuseWrongCapabilities(capabilities);
  if (clock !== undefined && clock !== 'virtual') refuseWrongClock(clock);
  return sut;
}

function refuseWrongCapabilities(given: unknown): void {
  if (typeof given !== 'object' || given === null)
    throw wrongValue('sut.capabilities', 'an object that says what it can do', given);
  for (const [name, value] of Object.entries(given)) {
    const option = `sut.capabilities.${name}`;
    if (!Object.hasOwn(TAKES, name))
      throw new RangeError(`sut.capabilities: ${unknownNameText('capability', name, Object.keys(TAKES))}`);
    const takes = TAKES[name as keyof Capabilities];
    if (value === undefined) continue;
    if (takes === 'flag') {
      if (typeof value !== 'boolean') throw wrongValue(option, 'true or false', value);
    } else if (takes === 'count') {
      if (!Number.isSafeInteger(value) || Number(value) < 0) throw wrongValue(option, 'a whole number', value);
    } else if (takes === 'text') {
      if (typeof value !== 'string' || value === '') throw wrongValue(option, 'a text', value);
    } else if ('one' in takes) {
      if (!takes.one.includes(value)) throw wrongValue(option, takes.one.map((one) => `'${one}'`).join(' or '), value);
    } else refuseOthers(option, 'names in an array', 'such name', value, takes.some);
  }
}

function refuseWrongClock(given: unknown): void {
  if (typeof given !== 'object' || given === null || !('kind' in given) || given.kind !== 'wall')
    throw wrongValue('sut.clock', "'virtual' or an object of the kind 'wall'", given);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(CLOCK_FIELDS, name));
  if (unknown !== undefined)
    throw new RangeError(`sut.clock: ${unknownNameText('field of a clock', unknown, Object.keys(CLOCK_FIELDS))}`);
  const { longestPauseMs, cacheLifetimeMs, generationLifetimeMs } = given as Partial<WallClock>;
  refuseWrongSpan('sut.clock.longestPauseMs', longestPauseMs);
  if (cacheLifetimeMs !== undefined) refuseWrongSpan('sut.clock.cacheLifetimeMs', cacheLifetimeMs);
  if (generationLifetimeMs !== undefined) refuseWrongSpan('sut.clock.generationLifetimeMs', generationLifetimeMs);
}

function refuseWrongSpan(option: string, given: unknown): void {
  if (typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= MOST_MS) return;
  throw wrongValue(option, `a whole number of milliseconds from 0 to ${MOST_MS}`, given);
}

function refuseOthers(option: string, takes: string, kind: string, given: unknown, known: readonly string[]): void {
  if (!Array.isArray(given) || given.length === 0) throw wrongValue(option, takes, given);
  const unknown: unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new RangeError(`${option}: ${unknownNameText(kind, String(unknown), known)}`);
}
