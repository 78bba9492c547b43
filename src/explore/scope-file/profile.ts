import { type Profile, profileNamed, type Span } from '../../../model/index.ts';
import type { ScopeFile, ScopeProfile } from './schema.ts';

/** The profile a scope file describes: the one it begins with, what differs, ticks made milliseconds. */
export function profileOf({ name, title, tickMs, profile }: ScopeFile): Profile {
  const { base, cacheLifetime, generationLifetime, ruleDelayTicks, kmsDelayTicks, ...others } = profile;
  const known = profileNamed(base);
  if (known === undefined) throw new RangeError(`there is no profile ${base}`);
  const span = (lifetime: ScopeProfile['cacheLifetime'], otherwise: Span): Span =>
    lifetime === undefined ? otherwise : { minMs: lifetime.minTicks * tickMs, maxMs: lifetime.maxTicks * tickMs };
  return {
    ...known,
    ...others,
    name,
    title,
    cacheLifetime: span(cacheLifetime, known.cacheLifetime),
    generationLifetime: span(generationLifetime, known.generationLifetime),
    ruleDelayMs: ruleDelayTicks === undefined ? known.ruleDelayMs : ruleDelayTicks * tickMs,
    kmsDelayMs: kmsDelayTicks === undefined ? known.kmsDelayMs : kmsDelayTicks * tickMs,
  };
}

/** What is wrong with a profile that the schema cannot see, as `path: problem`; undefined when nothing is. */
export function profileProblem({ tickMs, profile }: ScopeFile, built: Profile): string | undefined {
  for (const name of ['cacheLifetime', 'generationLifetime'] as const) {
    const { minMs, maxMs } = built[name];
    if (minMs > maxMs) return `profile.${name}: minTicks is more than maxTicks`;
    if (!isWhole(minMs, tickMs) || !isWhole(maxMs, tickMs)) {
      return `profile.${name}: ${profile.base} has ${minMs} to ${maxMs} ms, which are no whole number of ticks; give it in ticks`;
    }
  }
  for (const [name, delayMs] of [
    ['ruleDelayTicks', built.ruleDelayMs],
    ['kmsDelayTicks', built.kmsDelayMs],
  ] as const) {
    if (!isWhole(delayMs, tickMs)) {
      return `profile.${name}: ${profile.base} has ${delayMs} ms, which are no whole number of ticks; give it in ticks`;
    }
  }
  for (const [name, options] of Object.entries(profile)) {
    if (Array.isArray(options) && new Set<unknown>(options).size < options.length)
      return `profile.${name}: an option is there twice`;
  }
  return undefined;
}

/** Whether a length of time is a whole number of ticks, both in milliseconds. */
export function isWhole(lengthMs: number, tickMs: number): boolean {
  return lengthMs % tickMs === 0;
}
