import { initialWorld, type Profile, type Setup, WorkingWorld } from '../../model/index.ts';

/** The worlds that a trace may begin in whose setup does not tell all that was there, at the time of its first step. */
export function firstWorlds(setup: Setup, profile: Profile, atMs: number): readonly WorkingWorld[] {
  const world = initialWorld(setup, profile, atMs);
  const first = new WorkingWorld(world);
  if (setup.unknown !== 'everything') return [first];
  const throttled = new WorkingWorld(world);
  throttled.view.kmsThrottled = true;
  const [unreachable, unanswered] = [new WorkingWorld(world), new WorkingWorld(world)];
  unreachable.view.kmsUnreachable = 'calls';
  unanswered.view.kmsUnreachable = 'answers';
  return [first, throttled, unreachable, unanswered];
}
