import { describe, expect, test } from 'vitest';
import { ACTIONS } from './actions.ts';
import { addressText, readAddress } from './address.ts';
import { walk } from './walk.ts';

const steps = (text: string) => walk(readAddress(text)).steps;
const calls = (text: string) =>
  steps(text).map(({ chosen }) => chosen.outcome.kmsCalls.map(({ operation }) => operation).join(' '));

describe('the walk of the explorer', () => {
  test('caches warm for who asked, and expire', () => {
    const text = 'ideal~on-ann-0-0~pa-ann-0-0~ga-ann-1000-0~ga-bob-0-0~ga-bob-1000-0~ga-bob-300000-0';
    expect(calls(text)).toEqual(['', 'GenerateDataKey', '', 'Decrypt', '', 'Decrypt']);
    expect(walk(readAddress(text)).kmsCalls).toBe(3);
  });

  test('where the model admits several outcomes, the address says which', () => {
    const possible = steps('aws~on-ann-0-0~pa-ann-0-0~ga-ann-1000-0').at(-1)?.possible ?? [];
    expect(possible.length).toBeGreaterThan(1);
    const operations = possible.map(({ outcome }) => outcome.kmsCalls.length);
    expect(new Set(operations).size).toBeGreaterThan(1);
    for (const [place, one] of possible.entries())
      expect(steps(`aws~on-ann-0-0~pa-ann-0-0~ga-ann-1000-${place}`).at(-1)?.chosen.outcome).toEqual(one.outcome);
  });

  test('every action can be taken first', () => {
    for (const { id } of ACTIONS) expect(steps(`aws~${id}-bob-60000-0`)).toHaveLength(1);
  });
});

describe('the address', () => {
  test('holds all of a walk', () => {
    const text = 'strict~on-ann-0-0~pa-bob-60000-2';
    expect(addressText(readAddress(text))).toBe(text);
  });

  test('of somebody else is only data: what cannot be read ends it', () => {
    expect(readAddress('aws~on-ann-0-0~<b>~pa-ann-0-0').taken).toHaveLength(1);
    expect(readAddress('aws~on-ann-99999999999999-0').taken).toEqual([]);
    expect(walk(readAddress('nothing~on-eve-0-0~__proto__-ann-0-0')).steps).toEqual([]);
    expect(walk(readAddress('__proto__~on-ann-0-0')).profile).toBe('ideal');
    expect(readAddress(`aws${'~on-ann-0-0'.repeat(1_000)}`).taken).toHaveLength(200);
  });
});
