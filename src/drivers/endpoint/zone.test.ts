import { expect, test } from 'vitest';
import { zoneOf } from './zone.ts';

test.each([
  ['eu-west-1', 'euw1-az1'],
  ['us-east-1', 'use1-az4'],
  ['us-west-2', 'usw2-az1'],
  ['ap-northeast-1', 'apne1-az1'],
  ['ap-south-1', 'aps1-az1'],
  ['eu-central-1', 'euc1-az1'],
  ['us-gov-west-1', 'usgw1-az1'],
])('%s has the zone %s', (region, zone) => {
  expect(zoneOf(region)).toBe(zone);
});
