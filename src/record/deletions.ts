import type { Event, Observation } from '../../model/index.ts';
import { fieldOf, listOf, textOf } from './sdk.ts';

type Deletion = Extract<Event, { readonly op: 'DeleteObject' }>;

/** Errors of one key that say something of the object, each with the status that a DeleteObject has for it. */
const TOLD_STATUSES: ReadonlyMap<string, number> = new Map([
  ['AccessDenied', 403],
  ['InternalError', 500],
  ['SlowDown', 503],
  ['ServiceUnavailable', 503],
]);

/** What a DeleteObjects is: a DeleteObject for each of its keys (F-194). */
export function deletionsOf(bucket: string, input: object): readonly Deletion[] {
  return listOf(fieldOf(input, 'Delete'), 'Objects').flatMap((one): readonly Deletion[] => {
    const [key, versionId] = [textOf(one, 'Key'), textOf(one, 'VersionId')];
    if (key === undefined) return [];
    return [{ op: 'DeleteObject', bucket, key, ...(versionId !== undefined && { versionId }) }];
  });
}

/**
 * What an answer to DeleteObjects showed of one key: nothing where it is an error that says nothing of what a trace
 * has. In quiet mode what was deleted is left out of it.
 */
export function observationOfDeletion(event: Deletion, output: unknown): Observation | undefined {
  const isAbout = (one: unknown) => textOf(one, 'Key') === event.key && textOf(one, 'VersionId') === event.versionId;
  const [error] = listOf(output, 'Errors').filter(isAbout);
  const deleted = listOf(output, 'Deleted').filter(isAbout);
  if (error !== undefined) {
    // Of a key that was named twice nobody can say which of the two failed.
    if (deleted.length > 0) return { status: 503 };
    const code = textOf(error, 'Code') ?? '';
    const status = TOLD_STATUSES.get(code);
    return status === undefined ? undefined : { status, code };
  }
  const [only] = deleted;
  if (only === undefined || deleted.length > 1) return { status: 204 };
  const isMarker = fieldOf(only, 'DeleteMarker') === true;
  const versionId = textOf(only, isMarker ? 'DeleteMarkerVersionId' : 'VersionId');
  return {
    status: 204,
    ...(versionId !== undefined && { versionId }),
    ...(isMarker && { deleteMarker: true }),
  };
}
