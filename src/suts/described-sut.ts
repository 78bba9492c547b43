import type { Sut } from './sut.ts';

/** What a system says of itself, all but how it starts: for who stands before it. */
export function describedSut({ name, supports, capabilities, shows, clock }: Sut): Omit<Sut, 'start'> {
  return {
    name,
    supports,
    ...(capabilities !== undefined && { capabilities }),
    ...(shows !== undefined && { shows }),
    ...(clock !== undefined && { clock }),
  };
}
