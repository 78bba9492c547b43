/** A length of time that is only known to lie between two bounds, in milliseconds. */
export interface Span {
  readonly minMs: number;
  readonly maxMs: number;
}

/** What a profile says in a field, by the kind of the field. */
export interface ProfileFieldKinds<Option> {
  /** One of the options. */
  readonly option: Option;
  /** Those of the options that are admissible: one = closed. */
  readonly options: readonly Option[];
  /** Yes or no. */
  readonly flag: boolean;
  /** A number of 1 or more; `'any'` = as many as it takes. */
  readonly count: number | 'any';
  /** A number of 1 or more that something is held to; `'none'` = it is not. */
  readonly limit: number | 'none';
  /** A length of time that an implementation chooses, each time anew. */
  readonly span: Span;
  /** The longest that something takes, in milliseconds. */
  readonly bound: number;
}

/** What can stand in a field of a profile. */
export interface ProfileFieldRow {
  readonly kind: keyof ProfileFieldKinds<unknown>;
  /** Of the kinds `option` and `options`: all there are. */
  readonly options: readonly (string | boolean)[];
}

/** Yes, no, or either of the two. */
export const EITHER = { kind: 'options', options: [false, true] } as const satisfies ProfileFieldRow;
/** The MD5 of the content, 32 hex digits that are not, or either of the two. */
export const ETAG = { kind: 'options', options: ['md5', 'opaque'] } as const satisfies ProfileFieldRow;
/** See {@link ProfileFieldKinds.flag}. */
export const FLAG = { kind: 'flag', options: [] } as const satisfies ProfileFieldRow;
/** See {@link ProfileFieldKinds.count}. */
export const COUNT = { kind: 'count', options: [] } as const satisfies ProfileFieldRow;
/** See {@link ProfileFieldKinds.limit}. */
export const LIMIT = { kind: 'limit', options: [] } as const satisfies ProfileFieldRow;
/** See {@link ProfileFieldKinds.span}. */
export const SPAN = { kind: 'span', options: [] } as const satisfies ProfileFieldRow;
/** See {@link ProfileFieldKinds.bound}. */
export const BOUND = { kind: 'bound', options: [] } as const satisfies ProfileFieldRow;
