import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const MAIN = join(HERE, '../dist/src/cli/main.js');
const CREDENTIALS = join(HERE, 'credentials.json');
const LOOPBACK = ['--import', join(HERE, 'loopback.mjs')];
const SERVE = [MAIN, 'serve', '--profile', 'aws-at-once', '--region', 'us-east-1', '--credentials', CREDENTIALS];
const OURS = ['--credentials', 'conformance/credentials.json'];

/**
 * The servers. `packages`: what is installed for it, in a folder that is thrown away; `command`: the arguments of Node
 * that start it, given that folder and a port; `keys`: who it lets in; `options`: of the check, given the port.
 */
export const SERVERS = [
  {
    name: 'serve',
    title: 'bucketkey serve, its KMS calls read from its log',
    port: 24501,
    packages: [],
    command: (_folder, port) => [...SERVE, '--port', `${port}`],
    options: (port) => [...OURS, '--kms-log', `http://127.0.0.1:${port}`],
  },
  {
    name: 'serve-answers',
    title: 'bucketkey serve, by its answers alone',
    port: 24502,
    packages: [],
    command: (_folder, port) => [...SERVE, '--port', `${port}`],
    options: () => OURS,
  },
  {
    name: 'serve-planted',
    title: 'bucketkey serve with a fault planted in it: one cache of bucket keys for all requesters',
    port: 24503,
    packages: [],
    command: (_folder, port) => [join(HERE, 'planted.mjs'), `${port}`, CREDENTIALS],
    options: (port) => [...OURS, '--kms-log', `http://127.0.0.1:${port}`],
  },
  {
    name: 's3rver',
    title: 's3rver 3.7.1',
    port: 24511,
    packages: ['s3rver@3.7.1'],
    keys: ['S3RVER', 'S3RVER'],
    command: (folder, port) => [
      join(folder, 'node_modules/s3rver/bin/s3rver.js'),
      ...['-a', '127.0.0.1', '-p', `${port}`, '-d', join(folder, 'data')],
    ],
    options: () => [],
  },
  {
    name: 'smarts3',
    title: '@push.rocks/smarts3 2.2.7',
    port: 24512,
    packages: ['@push.rocks/smarts3@2.2.7'],
    keys: ['S3RVER', 'S3RVER'],
    command: (folder, port) => [...LOOPBACK, join(HERE, 'smarts3.mjs'), folder, `${port}`],
    options: () => [],
  },
  {
    name: 'emulate',
    title: 'emulate 0.8.0',
    port: 24513,
    packages: ['emulate@0.8.0'],
    keys: ['test', 'test'],
    command: (folder, port) => [
      ...LOOPBACK,
      join(folder, 'node_modules/emulate/dist/index.js'),
      ...['start', '--service', 'aws', '--port', `${port}`],
    ],
    options: () => [],
  },
];
