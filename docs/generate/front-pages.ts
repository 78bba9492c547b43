import { type Page, pageText } from './page.ts';
import type { SourceFile } from './source-file.ts';

/** Pages of the site that are there for the way in: the start, the search, and the explorer. */
export function frontFiles(contributing: string): readonly SourceFile[] {
  const pages: readonly Page[] = [
    { path: 'guides/adding.md', title: 'Add to the model', body: recipesOf(contributing) },
    { path: 'search.md', title: 'Search', body: SEARCH },
    { path: 'explorer.md', title: 'Explorer', body: EXPLORER },
  ];
  return [
    { path: 'start.md', text: START },
    ...pages.map((page) => ({ path: page.path, text: pageText(page, 'Guides') })),
  ];
}

/** The recipes of CONTRIBUTING.md, one level up, with what takes no code at all. */
function recipesOf(contributing: string): string {
  const [, recipes = ''] = /^## The recipes\n([\s\S]*?)^## /m.exec(contributing) ?? [];
  return `${recipes.trim().replaceAll(/^### /gm, '## ')}\n\n${WITHOUT_CODE}`;
}

const WITHOUT_CODE = `## An open point

A row of the table in \`model/openness/\`, with its field, its choice points and what each profile admits; step 4 of a
new operation says what follows from it, and the table of a \`U-\` claim is step 1 of a new claim. [Open
points](../open-points.md) shows all there are.

## A profile

A profile of your own is data: a file that extends a shipped one. [Open questions](open-questions.md) has its fields.
One that is to be shipped is a value of \`model/openness/profiles.ts\`.

## A scope

A scope of your own is a file, too: [a scope of your own](exhaustive-exploration.md#a-scope-of-your-own). One that is
to be shipped goes to \`src/explore/scopes/\`, and its counts to [the scopes of exploration](exploration-scopes.md).
`;

const START = `
An executable formal model of **Amazon S3 Bucket Keys**, and the test kit that holds implementations to it. Without
bucket keys, each write of an object under AWS KMS costs a \`GenerateDataKey\`, and each read a \`Decrypt\`. With one,
S3 asks KMS once and then makes data keys by itself for a while, for the requester who asked.

<ul class="doors">
<li>

### Learn what bucket keys do

- [What are S3 Bucket Keys?](guides/what-are-bucket-keys.md)
- [When not to use them](guides/when-not-to.md)
- [Step through a world](explorer.md)
- [Scenarios somebody met](scenarios.md)
- [Glossary](guides/glossary.md)

</li>
<li>

### Test your system

- [Ten minutes to a violation](guides/ten-minutes.md)
- [Test your own system](guides/test-your-own-system.md)
- [Read a failure](guides/verdicts.md)
- [With fast-check](guides/fast-check.md), [with vitest](guides/vitest.md), [in any language](guides/any-language.md)
- [Troubleshooting](guides/troubleshooting.md)

</li>
<li>

### Audit the model

- [All ids, with what stands behind each](all-ids.md)
- [How to read the model](guides/how-to-read-the-model.md)
- [Rules](rules.md), [operations](operations.md), [properties](properties.md), [open points](open-points.md)
- [Soundness and limits](guides/soundness.md)
- [Track record](guides/track-record.md)

</li>
</ul>

## Cold and warm requests

A request is cold where S3 has to ask KMS, and warm where a cached bucket key serves it. Here somebody let one cache
serve all requesters, and the last request is one that a correct server would have made cold:

<div class="drawing" tabindex="0" role="group" aria-label="Sequence of cold and warm requests">

![A sequence of cold and warm requests, of which one should have been cold](./failure-sequence.svg)

</div>

## The composed machine

[The charts of the model as one machine](machine.md): each box is a thing with its chart.

![The composed machine](./machine.svg)
`;

const SEARCH = `<form class="search-page" role="search">
<label for="search-words">Ids such as F-97, error codes, operations, or words</label>
<input id="search-words" name="q" type="search" autocomplete="off">
<p id="search-status" role="status">The search needs JavaScript.</p>
</form>

<ol id="search-results"></ol>

Without it: [all ids](all-ids.md), [operations](operations.md), [properties](properties.md), [rules](rules.md),
[glossary](guides/glossary.md).
`;

const EXPLORER = `Step through a world of two requesters, one bucket and one KMS key. Choose what happens; where the
model admits several outcomes, choose one of them. Nothing leaves this page, and its address holds the trace: copy it
to share what you see.

<div id="bucketkey-explorer">The explorer needs JavaScript.</div>

What the words mean: [what are S3 Bucket Keys?](guides/what-are-bucket-keys.md), [profiles](guides/open-questions.md),
[notation](notation.md).
`;
