import type { Profile, Setup } from '../../model/index.ts';
import type { Action } from '../explore/scope.ts';

/** A small world in which any two of some requests are made at once. */
export interface RaceWorld {
  /** What it is like, in a few words. */
  readonly name: string;
  /** What has been done in it, one after the other. */
  readonly before: readonly Action[];
  /** How long ago, in milliseconds. */
  readonly sinceMs: number;
  /** What can be asked for at once: each with each, and each with another one of itself. */
  readonly requests: readonly Action[];
  /** Pairs of requests, by the names of their events, that AWS promises too little about to hold anybody to it. */
  readonly except?: readonly (readonly [string, string])[];
  /** What tells afterwards what the two have left. */
  readonly afterwards: readonly Action[];
}

/** Small worlds in which each race of two requests is made, in every order of their points. */
export interface RaceScope {
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  readonly setup: Setup;
  readonly profile: Profile;
  readonly worlds: readonly RaceWorld[];
}

/** Two requests at once, what was before, and what is asked afterwards. */
export interface Race extends Pick<RaceWorld, 'before' | 'sinceMs' | 'afterwards'> {
  readonly pair: readonly [Action, Action];
}

/** Every race of a world: each pair of its requests once. */
export function racesOf({ before, sinceMs, requests, except = [], afterwards }: RaceWorld): readonly Race[] {
  return requests.flatMap((one, place) =>
    requests
      .slice(place)
      .filter((other) => !except.some((names) => isPair(names, one.event.op, other.event.op)))
      .map((other): Race => ({ before, sinceMs, pair: [one, other], afterwards })),
  );
}

function isPair([first, second]: readonly [string, string], one: string, other: string): boolean {
  return (first === one && second === other) || (first === other && second === one);
}
