import type { Page } from './page.ts';

/** What formulas and tables mean that is not plain English. */
export const NOTATION_PAGE: Page = {
  path: 'notation.md',
  title: 'Notation',
  body: `How formulas, ids and rows are written.

## Formulas

| Sign | Meaning |
|---|---|
| \`□ p\` | p holds at every step |
| \`◇ p\` | p holds at some later step, or now |
| \`◇⁻[< d] p\` | p held at some step less than d ago |
| \`◇[≥ d] p\` | p holds at some step at least d later |
| \`∀ x: p\` | p holds for every x |
| \`¬p\`, \`p ∧ q\`, \`p ∨ q\`, \`p → q\` | not p; p and q; p or q; if p then q |
| \`a ? b : c\` | b if a, otherwise c |
| \`{ f(v) : p(v) }\`, \`\\|s\\|\` | the set of f(v) for each v with p(v); how many are in s |
| \`[p]\` | 1 where p holds, otherwise 0 |
| \`trace ∥ t\` | the steps of both, interleaved in some way |

Times are virtual: those of the steps, not of a clock.

## Ids

| Begins with | Is |
|---|---|
| \`F-\` | a fact |
| \`P\` | what headers come to in a bucket |
| \`D-\` | a disagreement between sources, and how it is read |
| \`K-\` | the KMS calls of an operation |
| \`E-\` | an error |
| \`U-\` | a point that AWS leaves open |
| \`SC-\` | what somebody met in practice |

[All ids](all-ids.md) lists them with what stands behind each.

## Rows of operations

\`reads\` and \`writes\` are the two sides of an operation, each with what S3 must allow. \`decrypts\` says whether the
data key is decrypted: always, never, or as the field of the profile with this name says. \`order\` lists the checks:
the first that fails is the answer, and KMS is asked after all of them. \`because\` names the claims that a success
follows.

## Verdicts

\`conforms\`, \`violates\` and \`unknown\` are told in [what a verdict means](guides/verdicts.md).
`,
};
