import { expect, test } from 'vitest';
import type { Setup } from '../../model/index.ts';
import { setupTexts } from './setup-text.ts';

const account = '111111111111';
const setup: Setup = {
  requesters: [
    { name: 'app', account, principal: 'app', session: 's1', scopingPolicy: 'narrow' },
    { name: 'idle', account, principal: 'idle', session: 's1' },
    {
      name: 'edge',
      account,
      principal: 'edge',
      session: 'edge',
      servicePrincipal: 'cloudfront.amazonaws.com',
      sourceArn: 'arn:aws:cloudfront::111111111111:distribution/E',
    },
  ],
  kmsKeys: [],
  aliases: [],
  buckets: [],
  identityPolicies: [
    {
      account,
      principal: 'app',
      statements: [
        { effect: 'Allow', actions: ['s3:*'] },
        {
          effect: 'Deny',
          actions: ['kms:Decrypt'],
          resources: ['*:key/k1'],
          condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
        },
      ],
    },
    { account, principal: 'idle', statements: [] },
  ],
  scopingPolicies: [{ name: 'narrow', statements: [] }],
};

test('what IAM says is told of those who take part, and services by their names', () => {
  const step = (by: string) => ({
    step: { atMs: 0, by, event: { op: 'GetObject', bucket: 'b', key: 'k' } as const },
    observation: { status: 404 },
  });
  const header = { bucketkeyTrace: 1, profile: 'ideal', sut: 'x', seed: 0, setup } as const;
  expect(setupTexts({ header, steps: [step('app'), step('edge')] })).toEqual([
    `app = role app of ${account}, session s1, scoping policy narrow`,
    `edge = service cloudfront.amazonaws.com for arn:aws:cloudfront::${account}:distribution/E`,
    `role app of ${account}: Allow s3:*; Deny kms:Decrypt on *:key/k1 where kms:ViaService StringEquals ` +
      's3.eu-west-1.amazonaws.com',
    'scoping policy narrow: nothing allowed',
  ]);
});

test('a directory bucket is told from others', () => {
  const step = {
    step: { atMs: 0, by: 'app', event: { op: 'GetObject', bucket: 'z', key: 'k' } as const },
    observation: { status: 404 },
  };
  const buckets = [{ name: 'z', account, plainObjects: [], kind: 'directory' as const }];
  const told = { requesters: [], kmsKeys: [], aliases: [], buckets };
  const header = { bucketkeyTrace: 1, profile: 'ideal', sut: 'x', seed: 0, setup: told } as const;
  expect(setupTexts({ header, steps: [step] })).toEqual([`z = directory bucket of ${account}`]);
});
