import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type OwnFunction, QuestionError } from './question.ts';

/**
 * The functions that an ESM module exports, by name. It is run as any program is: whoever names the file trusts it.
 *
 * @throws QuestionError when it cannot be read, or exports something else
 */
export async function functionsOf(file: string, cwd: string): Promise<ReadonlyMap<string, OwnFunction>> {
  const functions = new Map<string, OwnFunction>();
  for (const [name, value] of Object.entries(await moduleAt(file, cwd))) {
    if (!isFunction(value)) throw new QuestionError(file, `its export ${JSON.stringify(name)} is no function`);
    functions.set(name, value);
  }
  if (functions.size === 0) throw new QuestionError(file, 'it exports no function');
  return functions;
}

async function moduleAt(file: string, cwd: string): Promise<object> {
  try {
    const module: unknown = await import(pathToFileURL(resolve(cwd, file)).href);
    return Object(module) as object;
  } catch (error) {
    throw new QuestionError(file, error instanceof Error ? error.message : String(error));
  }
}

function isFunction(value: unknown): value is OwnFunction {
  return typeof value === 'function';
}
