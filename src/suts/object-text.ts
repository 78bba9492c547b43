import type { ObjectName } from '../../model/index.ts';

/** A text that tells objects apart: no bucket has a slash in its name. */
export function objectText({ bucket, key }: ObjectName): string {
  return `${bucket}/${key}`;
}
