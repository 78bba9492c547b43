import { afterEach, expect, test, vi } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import type { Sut } from '../suts/sut.ts';
import { check } from './check.ts';
import { STEP_TIMEOUT_MS } from './hang.ts';

afterEach(() => vi.useRealTimers());

function hangsAt(hanging: 'start' | 'apply' | 'stop'): Sut {
  const never = () => new Promise<never>(() => {});
  return {
    name: 'a system that hangs',
    supports: ['GetObject', 'PutObject'],
    start: async () => {
      if (hanging === 'start') return never();
      return {
        apply: async () => (hanging === 'apply' ? never() : { status: 200 }),
        stop: async () => (hanging === 'stop' ? never() : undefined),
      };
    },
  };
}

test.each([
  ['start', /^a system that hangs has not answered its start for 60 s$/],
  ['apply', /^a system that hangs has not answered (GetObject|PutObject|its stop) for 60 s$/],
  ['stop', /^a system that hangs has not answered its stop for 60 s$/],
] as const)(
  'a system that hangs in %s ends the check, with its name and what it was asked',
  async (hanging, message) => {
    vi.useFakeTimers();
    const request = { profile: profileNamed('ideal'), runs: 3, seed: 1, maxSteps: 20 };
    const ended = check(request, hangsAt(hanging)).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(STEP_TIMEOUT_MS + 1);
    expect(await ended).toMatchObject({ message: expect.stringMatching(message) });
  },
);
