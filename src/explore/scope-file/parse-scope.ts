import { issueText } from '../../trace/issue-text.ts';
import { parseJsonLine } from '../../trace/json-line.ts';
import { firstFindings } from '../../trace/schema/first-findings.ts';
import { setupProblem } from '../../trace/setup-check.ts';
import type { ExploreScope } from '../scope.ts';
import { actionsProblem } from './action-check.ts';
import { profileOf, profileProblem } from './profile.ts';
import { SCOPE_FORMAT, type ScopeFile, scopeFileSchema } from './schema.ts';
import { ScopeFileError } from './scope-file-error.ts';
import { namesProblem, partsProblem } from './size-check.ts';

/**
 * The scope a text describes; `name` stands for the file in errors.
 *
 * @throws ScopeFileError that says where and what
 */
export function parseScope(text: string, name: string): ExploreScope {
  const parsed = parseJsonLine(text);
  if ('problem' in parsed) throw new ScopeFileError(name, placed(parsed.problem, text));
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('bucketkeyScope' in value)) {
    throw new ScopeFileError(name, 'not a bucketkey scope: there is no field "bucketkeyScope"');
  }
  if (value.bucketkeyScope !== SCOPE_FORMAT) {
    const version = JSON.stringify(value.bucketkeyScope);
    throw new ScopeFileError(
      name,
      `format version ${version} is not supported; this bucketkey reads version ${SCOPE_FORMAT}`,
    );
  }
  const result = firstFindings(scopeFileSchema, value);
  if (!result.success) throw new ScopeFileError(name, issueText(result.error));
  // What was parsed, not zod's copy of it: the copy has lost context pairs named `__proto__`. The schema transforms
  // nothing.
  const file = value as ScopeFile;
  const scope = scopeOf(file);
  const problem =
    namesProblem(file.setup) ??
    prefixed('setup.', setupProblem(file.setup) ?? directoryProblem(file.setup)) ??
    profileProblem(file, scope.profile) ??
    actionsProblem(file.actions, file.setup, file.tickMs) ??
    partsProblem(scope);
  if (problem !== undefined) throw new ScopeFileError(name, problem);
  return scope;
}

function scopeOf(file: ScopeFile): ExploreScope {
  const { name, title, setup, tickMs, actions, bounds, monitored = false } = file;
  return { name, title, setup, profile: profileOf(file), tickMs, actions, monitored, ...bounds };
}

/** What an exploration keeps of a world says nothing of directory buckets. */
function directoryProblem({ buckets }: ScopeFile['setup']): string | undefined {
  const at = buckets.findIndex(({ kind }) => kind !== undefined);
  return at < 0 ? undefined : `buckets.${at}.kind: directory buckets cannot be explored`;
}

function prefixed(prefix: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${prefix}${problem}`;
}

/** A place in a text of several lines: the parser counts characters from the beginning. */
function placed(problem: string, text: string): string {
  return problem.replace(/at column (\d+)$/, (_, column: string) => {
    const lines = text.slice(0, Number(column) - 1).split('\n');
    return `at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
  });
}
