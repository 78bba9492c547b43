import { resolve } from 'node:path';
import { type Graph, GraphError, graphOf } from '../explore/graph/graph.ts';
import type { ExploreScope } from '../explore/scope.ts';
import { createFile } from '../files/atomic-file.ts';
import { fileErrorCode, newFileErrorText } from '../files/file-error.ts';
import { graphDot } from '../report/graph-dot.ts';
import { graphNdjson } from '../report/graph-ndjson.ts';
import type { CliIo } from './io.ts';
import { UsageError } from './usage-error.ts';

/** The forms of a graph, by how the name of its file ends. */
const FORMS: readonly (readonly [ending: string, form: (graph: Graph) => Iterable<string>])[] = [
  ['.dot', graphDot],
  ['.ndjson', graphNdjson],
];

/**
 * Writes the graph of a scope to a new file: all of it, or there is no file.
 *
 * @throws UsageError
 */
export async function writeGraph(name: string, scopes: readonly ExploreScope[], { cwd, signal }: CliIo): Promise<void> {
  const form = FORMS.find(([ending]) => name.toLowerCase().endsWith(ending))?.[1];
  if (form === undefined)
    throw new UsageError(`--graph: ${name}: the name must end in ${FORMS.map(([ending]) => ending).join(' or ')}`);
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1) {
    const names = scopes.map((one) => one.name).join(', ');
    throw new UsageError(`--graph is for one scope at a time; these are ${scopes.length}: ${names}`);
  }
  try {
    await createFile(resolve(cwd, name), piecesOf(scope, form, signal));
  } catch (error) {
    if (error instanceof GraphError) throw new UsageError(`--graph: ${error.message}`);
    if (fileErrorCode(error) === undefined) throw error;
    throw new UsageError(`--graph: ${name}: ${newFileErrorText(error)}`);
  }
}

/** The scope is searched when the first piece is asked for: by then it is sure that the file can be written. */
async function* piecesOf(
  scope: ExploreScope,
  form: (graph: Graph) => Iterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield* form(await graphOf(scope, signal));
}
