import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import type { SutNotes } from './sut-notes.ts';

/** Why a system cannot be held to a property that was never exercised, where that is for what it cannot do or show. */
export function outOfReach(id: string, sut: Sut, notes: SutNotes): 'not-supported' | 'not-observable' | undefined {
  if (METAMORPHIC.some((one) => one.id === id)) return wallClockOf(sut) === undefined ? undefined : 'not-observable';
  const property = PROPERTIES.find((one) => one.id === id);
  if (property === undefined) return undefined;
  const { needs, events } = property;
  if (events !== undefined && !events.some((op) => sut.supports.includes(op) && !notes.isDropped(op)))
    return 'not-supported';
  if (needs === 'answers' || sut.shows === undefined) return undefined;
  return sut.shows.includes(needs === 'internals' ? needs : 'kmsCalls') ? undefined : 'not-observable';
}
