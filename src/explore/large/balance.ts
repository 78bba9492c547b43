import { sum } from '../sum.ts';

/** That one partition is to hand over some of its states to another. */
export interface Move {
  readonly from: number;
  readonly to: number;
  readonly states: number;
}

/** Smallest difference from an equal share that is worth a message. */
const WORTH_IT = 256;

/**
 * What is to be handed over so that all partitions have about the same number of states; the same for all who know the
 * numbers.
 */
export function movesFor(states: readonly number[]): readonly Move[] {
  const share = Math.ceil(sum(states) / states.length);
  const surplus = states.map((own) => own - share);
  const moves: Move[] = [];
  for (const [from, given] of surplus.entries()) {
    let left = given;
    for (let to = 0; to < surplus.length && left > WORTH_IT; to++) {
      const lack = -(surplus[to] ?? 0);
      if (lack <= 0) continue;
      const moved = Math.min(left, lack);
      moves.push({ from, to, states: moved });
      surplus[to] = moved - lack;
      left -= moved;
    }
  }
  return moves;
}
