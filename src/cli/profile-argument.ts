import { PROFILES, type Profile } from '../../model/index.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

/** Names `--profile` accepts. */
export function profileNames(): readonly string[] {
  return PROFILES.map(({ name }) => name);
}

/** Parses the name of a profile. */
export function profileArgument(name: string): Profile {
  const profile = PROFILES.find((shipped) => shipped.name === name);
  if (profile !== undefined) return profile;
  throw new UsageError(unknownNameText('profile', name, profileNames()));
}
