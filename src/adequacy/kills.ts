import { type Profile, profileNamed } from '../../model/index.ts';
import { PropertySuite } from '../../properties/suite.ts';
import { chooseProperties } from '../check/choose.ts';
import { EXPLAINED } from '../check/explained.ts';
import { compareVariant } from '../check/metamorphic-run.ts';
import { observe } from '../check/run-trace.ts';
import { SYSTEM_ANSWERS } from '../check/system-answers.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Sut } from '../suts/sut.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import type { Mutant, Witness } from './mutant.ts';
import { mutantSut, profileOfMutant } from './mutant-sut.ts';
import { MUTANTS } from './mutants/index.ts';

/** Seed of the systems under test that take a witness. */
const SEED = 1;

/** Which properties find a mutant on its witness. */
export interface KillRow {
  /** Id of the mutant. */
  readonly mutant: string;
  /** Ids of the properties; `system-answers` and the oracle's `explained` first, the others in the order of reports. */
  readonly properties: readonly string[];
}

/** Runs every mutant on its witness. */
export async function killTable(mutants: readonly Mutant[] = MUTANTS): Promise<readonly KillRow[]> {
  const rows: KillRow[] = [];
  for (const mutant of mutants) {
    const properties = await violatedOn(mutant.witness, mutantSut(mutant), mutantProfile(mutant));
    rows.push({ mutant: mutant.id, properties });
  }
  return rows;
}

/**
 * The profile a mutant is checked under, strict: what only goes beyond an assumption is no kill, and no doubt either.
 *
 * @throws RangeError when there is no profile of that name.
 */
export function mutantProfile(mutant: Mutant): Profile {
  const profile = profileNamed(profileOfMutant(mutant));
  return { ...profile, strict: true };
}

/**
 * Ids of all properties that a system under test violates on a witness: each is asked to the end, whatever the others
 * found.
 */
export async function violatedOn({ setup, steps }: Witness, sut: Sut, profile: Profile): Promise<readonly string[]> {
  const { monitored, metamorphic } = chooseProperties(undefined, profile);
  const bench = { sut, seed: SEED };
  const observed = await observe(bench, setup, steps);
  const oracle = new Oracle(setup, profile);
  const suite = new PropertySuite(monitored, setup, profile);
  const violated = new Set<string>();
  for (const seen of observed) {
    if (noAnswerProblem(seen.observation) !== undefined) violated.add(SYSTEM_ANSWERS);
    if (oracle.see(seen) === 'violates') violated.add(EXPLAINED);
    for (const { property } of suite.see(seen)) violated.add(property.id);
  }
  for (const property of metamorphic) {
    const { violation } = await compareVariant(bench, property, { setup, steps }, observed);
    if (violation !== undefined) violated.add(property.id);
  }
  return [...violated];
}
