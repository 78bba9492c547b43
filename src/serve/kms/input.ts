import { isRecord } from '../policy/policy-document.ts';
import { invalid, KmsException } from './kms-exception.ts';

/** The latest time that a date has. */
const LATEST_SECONDS = 8.64e12;

/** The members of a request, by name: input nobody vouches for. */
export type Input = Readonly<Record<string, unknown>>;

/** Most characters of names and values of an encryption context together. */
const MAX_CONTEXT_CHARACTERS = 8_192;

/** A text that has to be there. */
export function textOf(input: Input, name: string, maxLength = 2_048): string {
  const value = optionalText(input, name, maxLength);
  if (value === undefined) throw invalid(`${name} is required`);
  return value;
}

/** A text that may be there. */
export function optionalText(input: Input, name: string, maxLength = 2_048): string | undefined {
  const value = own(input, name);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.length >= 1 && value.length <= maxLength) return value;
  throw invalid(`${name} must be a text of 1 to ${maxLength} characters`);
}

/** Bytes in base64 that have to be there. */
export function bytesOf(input: Input, name: string, maxBytes: number): Buffer {
  const text = textOf(input, name, Math.ceil((maxBytes * 4) / 3) + 4);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new KmsException('SerializationException', `${name} is not base64`);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 1 || bytes.length > maxBytes) throw invalid(`${name} must have 1 to ${maxBytes} bytes`);
  return bytes;
}

/** A whole number that may be there. */
export function optionalNumber(input: Input, name: string): number | undefined {
  const value = own(input, name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw invalid(`${name} must be a whole number`);
}

/** A time in seconds since 1970, which may have a fraction and may be there. */
export function optionalSeconds(input: Input, name: string): number | undefined {
  const value = own(input, name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Math.abs(value) <= LATEST_SECONDS) return value;
  throw invalid(`${name} must be a time in seconds`);
}

/** An encryption context; without one it has no pairs. */
export function contextOf(input: Input, name: string): Readonly<Record<string, string>> {
  const value = own(input, name) ?? {};
  const pairs = isRecord(value) ? Object.entries(value) : [['', 0]];
  const size = pairs.reduce((sum, [key, one]) => sum + String(key).length + String(one).length, 0);
  if (size > MAX_CONTEXT_CHARACTERS || !pairs.every(([, one]) => typeof one === 'string'))
    throw invalid(`${name} must be a map of texts of at most ${MAX_CONTEXT_CHARACTERS} characters`);
  // Any name is just a name.
  return Object.fromEntries(pairs as [string, string][]);
}

/** Refuses members that would change what is done, and that the server does not know. */
export function refuse(input: Input, ...names: readonly string[]): void {
  const sent = names.find((name) => {
    const value = own(input, name);
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  });
  if (sent !== undefined) throw new KmsException('UnsupportedOperationException', `${sent} is not implemented`);
}

function own(input: Input, name: string): unknown {
  return Object.hasOwn(input, name) && input[name] !== null ? input[name] : undefined;
}
