import { sum } from '../sum.ts';

/** States that one region hands over to another. */
export interface Transfer {
  readonly from: number;
  readonly to: number;
  readonly states: number;
}

/** Smallest difference from an equal share that is worth a parcel. */
const WORTH_IT = 256;

/**
 * What is to be handed over so that all regions have about the same number of states; the same for all who know the
 * numbers.
 */
export function transfersFor(states: readonly number[]): readonly Transfer[] {
  const share = Math.ceil(sum(states) / states.length);
  const surplus = states.map((own) => own - share);
  const transfers: Transfer[] = [];
  for (const [from, given] of surplus.entries()) {
    let left = given;
    for (let to = 0; to < surplus.length && left > WORTH_IT; to++) {
      const lack = -(surplus[to] ?? 0);
      if (lack <= 0) continue;
      const moved = Math.min(left, lack);
      transfers.push({ from, to, states: moved });
      surplus[to] = moved - lack;
      left -= moved;
    }
  }
  return transfers;
}
