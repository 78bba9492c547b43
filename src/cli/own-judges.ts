import { type Judges, SHIPPED } from '../explore/questions/judges.ts';
import { ownInvariant, ownQuestion } from '../explore/questions/question.ts';
import { functionsOf } from '../explore/questions/read-module.ts';

/** Options that name somebody's own invariants and questions. */
export interface OwnJudges {
  readonly invariant?: string;
  readonly reach?: string;
}

/** The invariants and questions that options name, beside those of the properties; undefined where there are none. */
export async function judgesOf({ invariant, reach }: OwnJudges, cwd: string): Promise<Judges | undefined> {
  if (invariant === undefined && reach === undefined) return undefined;
  const own = invariant === undefined ? [] : [...(await functionsOf(invariant, cwd))];
  const asked = reach === undefined ? [] : [...(await functionsOf(reach, cwd))];
  return {
    invariants: [...SHIPPED.invariants, ...own.map(([name, judge]) => ownInvariant(name, judge))],
    questions: asked.map(([name, ask]) => ownQuestion(name, ask)),
  };
}
