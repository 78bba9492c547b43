import { isCopy, versionNamed } from '../operations/predicates.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { takeBeginning } from './past.ts';
import { versionOfPast } from './past-objects.ts';
import { checked, type Request } from './request.ts';
import { choose, type Transaction } from './transaction.ts';
import { numberOfVersion, versionNamedBy } from './versions.ts';

/** The current version is a delete marker (E-51, F-178). */
export const CURRENT_MARKER: Refusal = {
  status: 404,
  code: 'NoSuchKey',
  because: ['E-51', 'F-178'],
  deleteMarker: true,
};
const MARKER_READ: Refusal = { status: 405, code: 'MethodNotAllowed', because: ['E-51', 'F-178'], deleteMarker: true };
const MARKER_COPIED: Refusal = { status: 400, code: 'InvalidRequest', because: ['F-179'] };
const NO_SUCH_VERSION: Refusal = { status: 404, code: 'NoSuchVersion', because: ['E-52', 'F-178'] };
const BAD_VERSION_ID: Refusal = { status: 400, code: 'InvalidArgument', because: ['E-52', 'F-178'] };

/**
 * Finds the version that a request names to be read. Answers why it cannot be read, `missing` where there is no such
 * version.
 */
export function findNamedVersion(request: Request, id: string): Refusal | 'missing' | undefined {
  const { transaction } = request;
  const source = checked(request.source);
  const { draft, scope } = transaction;
  const object = scope.object(source.bucket, source.key);
  const marker = isCopy(request.operation) ? MARKER_COPIED : MARKER_READ;
  // Of what was before the trace nobody knows which versions there are: each is an object of its own, or a marker.
  if (checked(request.from).past !== undefined) {
    request.sourceNumber = scope.versionOfPast(object, id);
    request.version =
      draft.objects.get(request.sourceNumber) ?? versionOfPast(transaction, request.sourceNumber, isShown(request));
    return request.version === undefined ? takeBeginning(transaction, ['missing', marker]) : undefined;
  }
  const named = versionNamedBy(transaction, object, id);
  if (named === undefined) return 'missing';
  if (named.isMarker) return marker;
  request.sourceNumber = numberOfVersion(transaction, object, named);
  request.version = draft.objects.get(request.sourceNumber);
  request.versionShown = named.id;
  return undefined;
}

/** Whether the answer shows the headers of what is read. */
function isShown({ operation: { reads } }: Request): boolean {
  return reads?.shows === 'data' || reads?.shows === 'headers';
}

/** What answers an id that no version has: ids are opaque, and nobody can tell which are malformed (E-52). */
export function missingVersion(transaction: Transaction): Refusal {
  const answer = choose(transaction, 'unknownVersion', transaction.profile.unknownVersion);
  return answer === 'NoSuchVersion' ? NO_SUCH_VERSION : BAD_VERSION_ID;
}

/** Whether a copy onto its own key is of another version than the current one, which it restores then (F-179). */
export function restores({ transaction, event, operation, sourceNumber, source }: Request): boolean {
  if (versionNamed(event, operation) === undefined || source === undefined) return false;
  return sourceNumber !== transaction.scope.object(source.bucket, source.key);
}
