import { describe, expect, test } from 'vitest';
import { kmsKey } from './kms-key.ts';

describe('KMS key', () => {
  test('a key whose deletion is cancelled is disabled, not enabled (F-121)', () => {
    expect(kmsKey.next('pendingDeletion', 'CancelKeyDeletion')).toBe('disabled');
    expect(kmsKey.next('disabled', 'EnableKey')).toBe('enabled');
  });

  test('only an enabled key can be used or rotated (F-115)', () => {
    for (const event of ['Use', 'Rotate'] as const) {
      expect(kmsKey.states.filter((state) => kmsKey.next(state, event) !== undefined)).toEqual(['enabled']);
    }
  });

  test('disabling and enabling again are no errors, but neither touches a key that awaits its deletion', () => {
    expect(kmsKey.next('disabled', 'DisableKey')).toBe('disabled');
    expect(kmsKey.next('enabled', 'EnableKey')).toBe('enabled');
    expect(kmsKey.next('pendingDeletion', 'DisableKey')).toBeUndefined();
    expect(kmsKey.next('pendingDeletion', 'EnableKey')).toBeUndefined();
    expect(kmsKey.next('pendingDeletion', 'ScheduleKeyDeletion')).toBeUndefined();
  });

  test('without its material a key is pending import, but for one that awaits its deletion (F-211)', () => {
    expect(kmsKey.states.map((state) => [state, kmsKey.next(state, 'MaterialEnds')])).toEqual([
      ['enabled', 'pendingImport'],
      ['pendingImport', 'pendingImport'],
      ['disabled', 'pendingImport'],
      ['pendingDeletion', 'pendingDeletion'],
      ['deleted', undefined],
    ]);
  });

  test('pending import, a key is neither enabled nor disabled, and may be given up (F-209, F-210)', () => {
    const leads = kmsKey.events.filter((event) => kmsKey.next('pendingImport', event) !== undefined);
    expect(leads.toSorted()).toEqual(['ImportKeyMaterial', 'MaterialEnds', 'ScheduleKeyDeletion']);
    expect(kmsKey.next('pendingImport', 'ImportKeyMaterial')).toBe('enabled');
  });

  test('a deleted key never comes back (F-121)', () => {
    expect(kmsKey.next('pendingDeletion', 'WaitingPeriodEnds')).toBe('deleted');
    for (const event of kmsKey.events) expect(kmsKey.next('deleted', event)).toBeUndefined();
  });
});
