import type { Layout } from '../parts/layout.ts';
import type { ExploreScope } from '../scope.ts';
import type { Goal } from './goal.ts';
import { deletionGoals } from './goals/deletion.ts';
import { earlierSettingGoals } from './goals/earlier-settings.ts';
import { replicationGoals } from './goals/replication.ts';

/** Everything that may be pending in a scope and must not be so for ever. */
export function goalsOf(scope: ExploreScope, layout: Layout): readonly Goal[] {
  return [...replicationGoals(scope, layout), ...deletionGoals(scope, layout), ...earlierSettingGoals(scope, layout)];
}
