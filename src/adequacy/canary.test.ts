import { describe, expect, test } from 'vitest';
import { canary } from './canary.ts';

describe('the canary', () => {
  test('a property that is false is violated within ten random traces', async () => {
    const { violation } = await canary(2026, 10);
    expect(violation?.property).toBe('canary');
  });

  test('is missed where its monitor says nothing, so that missing it can be told', async () => {
    const mute = { id: 'mute', title: '', requirements: [], formula: '', needs: 'answers' as const };
    const { violation } = await canary(2026, 10, { ...mute, monitor: () => ({ see: () => 'idle' as const }) });
    expect(violation).toBeUndefined();
  });
});
