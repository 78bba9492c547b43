import {
  type Arns,
  type Event,
  isReplication,
  mayCallUnsaid,
  type ObservedKmsCall,
  type Operation,
  objectRead,
  objectWritten,
  opensAndEncrypts,
} from '../model/index.ts';
import { auditCompleteInvariant } from './audit-complete/invariant.ts';
import { isObjectArn } from './ledger/arns.ts';
import { contextArnOf } from './ledger/calls.ts';
import { copiesPart, type Side, type Sides } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Property } from './property.ts';
import { answeredText, shortKey, stepText } from './wording.ts';

/**
 * What an auditor can rely on in the KMS log: each call stands there once, with the requester whose identity it carries
 * and the key it is about, refused calls included. With a bucket key no object is named; who wants that has to log S3
 * data events.
 */
export const auditComplete: Property = {
  id: 'audit-complete',
  title: 'Every KMS call is recorded once, with its requester; no object is named where there is a bucket key.',
  requirements: ['F-137', 'F-138', 'F-139', 'F-100', 'F-73', 'SC-27'],
  formula:
    '□ (kms(request) ⇔ exactly one record with by = requester, key = key(object));  □ (bucketKey → no object ARN ' +
    'in the record)',
  needs: 'kms-calls',
  monitor({ ledger }) {
    return {
      see(seen) {
        const { kmsCalls, code } = seen.observation;
        if (kmsCalls === undefined || mayCallUnsaid(seen.step.event, ledger.profile)) return 'idle';
        const refusal = typeof code === 'string' && code.startsWith('KMS.') ? code.slice('KMS.'.length) : undefined;
        if (kmsCalls.length === 0 && refusal === undefined) return 'idle';
        const sides = ledger.sides(seen);
        const wrong =
          wrongRefusal(ledger, seen, refusal) ?? wrongRecord(ledger, seen, sides) ?? duplicate(ledger, seen, sides);
        return wrong === undefined
          ? 'exercised'
          : { violation: `${stepText(seen)}${wrong.text}`, requirements: wrong.requirements };
      },
    };
  },
  invariant: auditCompleteInvariant,
};

/** What is wrong with a record, and what it breaks. */
interface Wrong {
  readonly text: string;
  readonly requirements: readonly string[];
}

function wrongRefusal({ profile }: Ledger, seen: ObservedStep, refusal: string | undefined): Wrong | undefined {
  const calls = seen.observation.kmsCalls ?? [];
  const mayRemember = profile.remembersRefusal.includes(true);
  if (refusal !== undefined && !mayRemember && !calls.some(({ result = refusal }) => result === refusal)) {
    const text = ` and was answered ${answeredText(seen)}, but no KMS call with the result ${refusal} is recorded`;
    return { text, requirements: ['F-138'] };
  }
  const failed = calls.find(({ result = 'ok' }) => result !== 'ok');
  if (failed === undefined || seen.observation.status >= 400 || seen.step.event.op === 'ReplicateObject')
    return undefined;
  const text = ` with success, but a KMS call of it is recorded that failed: ${failed.operation} with ${failed.result}`;
  return { text, requirements: ['F-138'] };
}

function wrongRecord(ledger: Ledger, seen: ObservedStep, sides: Sides): Wrong | undefined {
  const { event, by } = seen.step;
  const asks = event.op === 'ReplicateObject' ? ledger.bucket(event.bucket)?.replication?.role : by;
  const name = ledger.requester(asks ?? '')?.asksKmsAs.name ?? asks;
  for (const call of seen.observation.kmsCalls ?? []) {
    if (name !== undefined && call.by !== undefined && call.by !== name)
      return {
        text: `, but its ${call.operation} is recorded as a call by ${call.by} instead of ${name}`,
        requirements: event.op === 'ReplicateObject' ? ['F-73'] : ['F-100', 'F-139'],
      };
    const objectName = namedObject(ledger.arns, event, call, sides);
    if (objectName !== undefined)
      return {
        text: `, but its ${call.operation} names the object ${objectName} although it has a bucket key`,
        requirements: ['F-137'],
      };
    const side = sideOf(ledger, seen, call, sides);
    const keyArn = side?.kmsKeyArn;
    if (typeof keyArn === 'string' && call.keyArn !== keyArn) {
      const under = `${shortKey(call.keyArn)} instead of ${shortKey(keyArn)}`;
      return { text: `, but its ${call.operation} is recorded under ${under}`, requirements: ['F-138'] };
    }
  }
  return undefined;
}

/** The object a call names although it has a bucket key. */
function namedObject(
  arns: Arns,
  event: Event,
  { operation, context = {} }: ObservedKmsCall,
  { operation: asked, read, write }: Sides,
): string | undefined {
  // Of a part that is copied, the upload may be one of the same object without a bucket key.
  if (copiesPart(asked)) return undefined;
  if (operation === 'Decrypt' && read !== undefined) {
    if (isNamed(arns, context, read)) return `${read.bucket.name}/${read.key}`;
  }
  // What lay there before a copy onto itself may have had no bucket key.
  if (operation === 'Decrypt' && copiesOntoItself(event, asked)) return undefined;
  return write !== undefined && isNamed(arns, context, write) ? `${write.bucket.name}/${write.key}` : undefined;
}

function copiesOntoItself(event: Event, operation: Operation): boolean {
  const source = objectRead(event, operation);
  const target = objectWritten(event, operation);
  return source !== undefined && source.bucket === target?.bucket && source.key === target.key;
}

/** Whether a context names the object of a side that has a bucket key. */
function isNamed(arns: Arns, context: Readonly<Record<string, string>>, { bucket, key, bucketKey }: Side): boolean {
  if (bucketKey !== true) return false;
  for (const name in context) if (isObjectArn(arns, context[name] ?? '', bucket.name, key)) return true;
  return false;
}

/** The side a call is about; undefined where it may be either. */
function sideOf(
  ledger: Ledger,
  { step }: ObservedStep,
  call: ObservedKmsCall,
  { operation, read, write }: Sides,
): Side | undefined {
  if (call.operation !== 'Decrypt') return write;
  const { event } = step;
  const arn = contextArnOf(call);
  // Where there are two sides, one of which nobody recorded the context may be for either.
  const isOpen = call.context === undefined;
  if (copiesPart(operation)) return undefined;
  if (isReplication(operation) && isOpen) return undefined;
  if (event.op === 'ReplicateObject')
    return arn === ledger.arns.bucket(ledger.bucket(event.bucket)?.replication?.destination ?? event.bucket)
      ? write
      : read;
  const target = objectWritten(event, operation);
  if (target === undefined) return read;
  if (objectRead(event, operation) === undefined) return write;
  if (isOpen) return undefined;
  return arn === ledger.arns.bucket(target.bucket) && opensAlike(ledger, operation) ? undefined : read;
}

/**
 * Whether the Decrypt calls of the two sides of a copy may look alike: where writes may open bucket keys, too (U-07,
 * U-08), and those of a part that is copied.
 */
function opensAlike({ profile }: Ledger, operation: Operation): boolean {
  if (copiesPart(operation)) return true;
  return opensAndEncrypts(operation) && (profile.writeVerifies.includes(true) || profile.coldWrite.includes('unwrap'));
}

/** Two records of one call. A copy within a bucket may open two bucket keys of it, which look alike. */
function duplicate(ledger: Ledger, seen: ObservedStep, { operation }: Sides): Wrong | undefined {
  const calls = seen.observation.kmsCalls ?? [];
  if (calls.length < 2 || opensAlike(ledger, operation)) return undefined;
  for (let i = 1; i < calls.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [one, other] = [calls[i], calls[j]];
      if (one === undefined || other === undefined) continue;
      if (
        one.operation === other.operation &&
        one.keyArn === other.keyArn &&
        one.context !== undefined &&
        contextArnOf(one) === contextArnOf(other)
      ) {
        const text = `, but its ${one.operation} under ${shortKey(one.keyArn)} is recorded twice`;
        return { text, requirements: ['F-138'] };
      }
    }
  }
  return undefined;
}
