import type { Body } from '../../model/index.ts';

/**
 * Contents of objects. Few, so that equal contents meet; the first is what shrinking prefers. The MD5s are constants:
 * nothing here computes them.
 */
export const BODIES: readonly [Body, ...Body[]] = [
  { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' },
  { text: 'hello', md5: '5d41402abc4b2a76b9719d911017c592' },
  { text: 'bucket key', md5: 'd85bacce1fac3e5351523cf38d8d8314' },
  { text: '{"id":1}', md5: 'd2ce28b9a7fd7e4407e2b0fd499b7fe4' },
  { text: 'line one\nline two\n', md5: '987929d61c9b69f0c6406b840aa77fd8' },
  { text: 'grüße, 世界 🔑', md5: '4c49bd6b568320ebf42316e72a43d9e5' },
  { text: 'x'.repeat(64), md5: 'c1bb4f81d892b2d57947682aeb252456' },
  { text: '', md5: 'd41d8cd98f00b204e9800998ecf8427e' },
];

/**
 * Ranges of bytes that any content has that is not empty, and what is none; how long contents are the model does not
 * know.
 */
export const BYTE_RANGES = ['bytes=0-0', 'bytes=0-', 'bytes=-1', 'bytes=0-99', 'bytes=1-0', 'bytes=0-0,2-2'] as const;

/** Names of customer keys; the first is what shrinking prefers. */
export const CUSTOMER_KEYS = ['c1', 'c2'] as const;

/** Ordinary object keys; the first is what shrinking prefers. */
export const PLAIN_KEYS = ['a', 'b', 'c', 'logs/2024/app.log'] as const;

/**
 * Object keys that careless code stumbles over: names of built-in properties, wildcards, spaces, dots, text beyond
 * ASCII.
 */
export const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'a/b',
  'a b',
  '*',
  'a*',
  '..',
  'grüße/世界',
  'arn:aws:s3:::alpha',
] as const;

type LookAlike = readonly [string, string];

/**
 * Object keys that are one to code that folds case, decodes, tidies paths or normalises text, or that joins bucket and
 * key: S3 takes each as it is.
 */
export const LOOK_ALIKE_KEYS: readonly [LookAlike, ...LookAlike[]] = [
  ['a', 'A'],
  ['a', 'a/'],
  ['a', '/a'],
  ['a', 'a '],
  ['a', 'logs-a'],
  ['a/b', 'a//b'],
  ['a/b', 'a/./b'],
  ['a b', 'a+b'],
  ['a b', 'a%20b'],
  ['caf\u00e9', 'cafe\u0301'],
];

/** Every object key a trace may use, the simplest first. */
export const OBJECT_KEYS: readonly string[] = [...new Set([...PLAIN_KEYS, ...HOSTILE_KEYS, ...LOOK_ALIKE_KEYS.flat()])];

/** A bucket no setup has: CreateBucket may make it, everything else finds nothing. */
export const ABSENT_BUCKET = 'delta';

/** A KMS key that no setup has. */
export const ABSENT_KEY_ID = 'no-such-key';

/** An alias that no setup has, for a trace to make. */
export const NEW_ALIAS = 'alias/new';
