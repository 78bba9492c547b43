import { type Profile, profileNamed } from '../../model/index.ts';

/** A profile that comes with bucketkey, by its name. Throws RangeError where there is none. */
export function shippedProfile(name: string): Profile {
  const profile = profileNamed(name);
  if (profile === undefined) throw new RangeError(`there is no profile ${name}`);
  return profile;
}
