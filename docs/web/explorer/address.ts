/** A step of a reader: what happens, by whom, how long after the step before, and which of its outcomes it had. */
export interface Taken {
  readonly action: string;
  readonly by: string;
  readonly waitMs: number;
  readonly outcome: number;
}

/** What the address of the page holds. */
export interface Address {
  readonly profile: string;
  readonly taken: readonly Taken[];
}

/** Most steps that an address is read for. */
export const MOST_TAKEN = 200;
/** Longest wait before a step: ten years. */
const LONGEST_WAIT_MS = 10 * 365 * 86_400_000;
const TAKEN = /^([a-z]{1,8})-([a-z]{1,8})-(\d{1,12})-(\d{1,3})$/;

/** An address as it stands behind the `#`. */
export function addressText({ profile, taken }: Address): string {
  const steps = taken.map(({ action, by, waitMs, outcome }) => [action, by, waitMs, outcome].join('-'));
  return `${profile}~${steps.join('~')}`;
}

/** Reads what stands behind a `#`: it comes from anybody. What cannot be read is left out, with all that follows it. */
export function readAddress(text: string): Address {
  const [profile = '', ...steps] = text.slice(0, 10_000).split('~');
  const taken: Taken[] = [];
  for (const step of steps.slice(0, MOST_TAKEN)) {
    const [, action, by, wait, outcome] = TAKEN.exec(step) ?? [];
    if (action === undefined || by === undefined || Number(wait) > LONGEST_WAIT_MS) break;
    taken.push({ action, by, waitMs: Number(wait), outcome: Number(outcome) });
  }
  return { profile, taken };
}
