import { hash } from 'node:crypto';
import type { Body } from '../../model/index.ts';

/** What is wrong with a body, as `field: problem`: its MD5 must be that of the UTF-8 bytes of its text. */
export function bodyProblem(body: Body): string | undefined {
  const md5 = hash('md5', body.text, 'hex');
  return body.md5 === md5 ? undefined : `md5: ${md5} expected, the MD5 of the text`;
}
