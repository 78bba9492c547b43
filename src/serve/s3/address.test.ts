import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

const DOMAINS = ['s3.example.org', 's3.localhost', 'localhost'];

test.each([
  ['localhost:80', '/', null, null],
  ['localhost:80', '/alpha', 'alpha', null],
  ['localhost:80', '/alpha/', 'alpha', null],
  ['127.0.0.1:80', '/alpha/a/b', 'alpha', 'a/b'],
  ['127.0.0.1', '/alpha//', 'alpha', '/'],
  ['127.0.0.1', '/alpha/../beta', 'alpha', '../beta'],
  ['127.0.0.1', '//k', null, 'k'],
  ['alpha.localhost', '/', 'alpha', null],
  ['Alpha.LOCALHOST:80', '//k', 'alpha', '/k'],
  ['a.b.s3.localhost', '/k', 'a.b', 'k'],
  ['s3.localhost', '/alpha/k', 'alpha', 'k'],
  ['s3.example.org', '/alpha/k', 'alpha', 'k'],
  ['alpha.s3.example.org', '/k', 'alpha', 'k'],
  ['[::1]:80', '/alpha', 'alpha', null],
  ['evil-localhost', '/alpha', 'alpha', null],
])('%s %s', (host, path, bucket, key) => {
  expect(addressOf({ path, headers: new Map([['host', host]]) }, DOMAINS)).toEqual({ bucket, key });
});

const SDK = 'aws-sdk-js/3.1175.0 ua/2.1';

test.each([
  ['/a--use1-az4--x-s3/k', SDK, 'k'],
  ['/a--use1-az4--x-s3//k', SDK, 'k'],
  ['/a--use1-az4--x-s3///k', SDK, '/k'],
  ['/a--use1-az4--x-s3//', SDK, null],
  ['/a--use1-az4--x-s3//k', 'Boto3/1.43', '/k'],
  ['/alpha//k', SDK, '/k'],
])('%s of %s: a slash too many of a directory bucket is none of the key', (path, agent, key) => {
  const headers = new Map([
    ['host', '127.0.0.1:80'],
    ['user-agent', agent],
  ]);
  expect(addressOf({ path, headers }, DOMAINS).key).toBe(key);
});
