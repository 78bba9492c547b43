import type { EventName } from '../../../model/index.ts';
import type { Walk } from '../walk.ts';
import { bucketProposals } from './bucket-proposals.ts';
import { proposeCarelessly } from './careless-proposals.ts';
import { environmentProposals } from './environment-proposals.ts';
import { kmsProposals } from './kms-proposals.ts';
import { objectProposals } from './object-proposals.ts';
import type { Proposals } from './proposal.ts';
import { uploadProposals } from './upload-proposals.ts';

const PROPOSALS: Proposals<EventName> = {
  ...bucketProposals,
  ...objectProposals,
  ...uploadProposals,
  ...kmsProposals,
  ...environmentProposals,
};

/** Takes one event in view of the state. Answers whether a step came of it. */
export function takeWithCare(walk: Walk, name: EventName): boolean {
  const proposal = PROPOSALS[name](walk);
  return proposal !== undefined && walk.want(proposal.by, proposal.event) !== undefined;
}

/** Takes one event whatever comes of it. Answers whether a step came of it. */
export function takeCarelessly(walk: Walk, name: EventName): boolean {
  const { by, event } = proposeCarelessly(walk, name);
  return walk.provoke(by, event) !== undefined;
}
