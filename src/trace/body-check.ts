import { hash } from 'node:crypto';
import type { Body } from '../../model/index.ts';
import { BoundedMap } from '../../properties/ledger/bounded-map.ts';

/** Longest text whose MD5 is remembered, in characters. */
const LONGEST_REMEMBERED = 256;

/** MD5 by text: many objects have the same few contents. */
const remembered = new BoundedMap<string>(1_024);

/** What is wrong with a body, as `field: problem`: MD5 and size must be those of the UTF-8 bytes of its text. */
export function bodyProblem({ text, md5: given, size }: Body): string | undefined {
  if (text === undefined) return undefined;
  const md5 = md5Of(text);
  if (given !== md5) return `md5: ${md5} expected, the MD5 of the text`;
  if (size === undefined) return undefined;
  const bytes = Buffer.byteLength(text);
  return size === bytes ? undefined : `size: ${bytes} expected, the bytes of the text`;
}

function md5Of(text: string): string {
  if (text.length > LONGEST_REMEMBERED) return hash('md5', text, 'hex');
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const md5 = hash('md5', text, 'hex');
  remembered.set(text, md5);
  return md5;
}
