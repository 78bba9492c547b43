import { expect, test } from 'vitest';
import { endpointUrl, isOfAws } from './endpoint-url.ts';

test.each([
  ['http://127.0.0.1:9000', { host: '127.0.0.1', port: 9000, hostHeader: '127.0.0.1:9000', basePath: '' }],
  ['https://s3.example.org/', { protocol: 'https:', port: 443, hostHeader: 's3.example.org', basePath: '' }],
  ['http://[::1]:80/s3/', { host: '::1', port: 80, hostHeader: '[::1]', basePath: '/s3', shown: 'http://[::1]/s3' }],
])('%s', (text, parts) => expect(endpointUrl(text)).toMatchObject(parts));

test.each(['', 'localhost:9000', 'ftp://x', 'http://user:secret@x', 'http://x?a=1'])('%j is refused', (text) => {
  expect(() => endpointUrl(text)).toThrow(RangeError);
  expect(() => endpointUrl(text)).not.toThrow(/secret/);
});

test.each([
  ['https://s3.eu-west-1.amazonaws.com', true],
  ['https://S3.AMAZONAWS.COM.', true],
  ['https://s3.cn-north-1.amazonaws.com.cn', true],
  ['https://s3.dualstack.eu-west-1.api.aws', true],
  ['https://amazonaws.com.example.org', false],
  ['https://notamazonaws.com', false],
])('%s is AWS itself: %s', (text, expected) => expect(isOfAws(endpointUrl(text))).toBe(expected));
