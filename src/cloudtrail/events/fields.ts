import { MAX_ID_CHARACTERS, MAX_TEXT_CHARACTERS } from '../limits.ts';
import { isObject, type RawRecord } from '../reading/read-records.ts';

// No name that is asked for here is one that every object has, such as `constructor`.

/** What a field holds if that is a text worth taking: not empty and not beyond all bounds. */
export function textAt(record: RawRecord | undefined, name: string): string | undefined {
  const value = record?.[name];
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_CHARACTERS ? value : undefined;
}

/** What a field holds if that is a text as short as ids and names of callers are. */
export function idAt(record: RawRecord | undefined, name: string): string | undefined {
  const text = textAt(record, name);
  return text !== undefined && text.length <= MAX_ID_CHARACTERS ? text : undefined;
}

/** What a field holds if that has names itself. */
export function objectAt(record: RawRecord | undefined, name: string): RawRecord | undefined {
  const value = record?.[name];
  return isObject(value) ? value : undefined;
}

/** The objects of a list. */
export function objectsAt(record: RawRecord | undefined, name: string): readonly RawRecord[] {
  const value = record?.[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}
