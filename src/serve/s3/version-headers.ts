import type { Observation } from '../../../model/vocabulary/observation.ts';

/** The headers in which an answer tells of versions. */
export function versionHeaders({ versionId, deleteMarker }: Observation): Readonly<Record<string, string>> {
  return {
    ...(versionId == null ? {} : { 'x-amz-version-id': versionId }),
    ...(deleteMarker === true ? { 'x-amz-delete-marker': 'true' } : {}),
  };
}
