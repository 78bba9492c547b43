import { z } from 'zod';
import { PROFILES } from '../../../model/index.ts';
import { eventSchema } from '../../trace/schema/event-schema.ts';
import { setupSchema } from '../../trace/schema/setup-schema.ts';
import { MOST_EXPLORED } from '../search/budget.ts';
import { MAX_ACTIONS, MAX_CACHES, MAX_TICK_MS, MAX_TICKS } from './limits.ts';

/** Version of the format of scope files. */
export const SCOPE_FORMAT = 1;

const ticksSchema = z.int().min(0).max(MAX_TICKS);

/** A length of time between two bounds, in ticks. */
const lifetimeSchema = z.strictObject({ minTicks: ticksSchema, maxTicks: ticksSchema }).meta({ id: 'Lifetime' });

/** The options of a choice that is open, or the only one of a choice that is closed. */
function options<T extends z.ZodType>(option: T) {
  return z.exactOptional(z.array(option).min(1).max(2));
}

const eitherSchema = z.boolean();

/** Schema of a profile: a shipped one by name, and what is different. Lengths of time are ticks. */
const profileSchema = z
  .strictObject({
    base: z.enum(PROFILES.map(({ name }) => name)),
    requesterMode: z.exactOptional(z.enum(['session', 'rolePolicy'])),
    caches: z.exactOptional(z.union([z.int().min(1).max(MAX_CACHES), z.literal('any')])),
    earlyEviction: z.exactOptional(z.boolean()),
    cacheLifetime: z.exactOptional(lifetimeSchema),
    generationLifetime: z.exactOptional(lifetimeSchema),
    coldWrite: options(z.enum(['generate', 'unwrap'])),
    writeVerifies: options(eitherSchema),
    writeWarmsRead: options(eitherSchema),
    readWarmsWrite: options(eitherSchema),
    extraContext: options(z.enum(['left-out', 'partitions'])),
    inertHeader: options(z.enum(['ignored', 'refused'])),
    dormantFlag: options(eitherSchema),
    kmsHeaderUsesBucketKey: options(eitherSchema),
    mixedReplicaFlag: options(eitherSchema),
    replicationVerifies: options(eitherSchema),
    refusedFirst: options(z.enum(['s3', 'kms'])),
    ruleDelayTicks: z.exactOptional(ticksSchema),
    kmsDelayTicks: z.exactOptional(ticksSchema),
    replication: z.exactOptional(z.boolean()),
  })
  .meta({ id: 'ScopeProfile' });

const actionSchema = z.strictObject({ by: z.string().nullable(), event: eventSchema }).meta({ id: 'Action' });

/** Schema of a scope file. That names refer to something, and that times are whole ticks, is checked by the reader. */
export const scopeFileSchema = z
  .strictObject({
    bucketkeyScope: z.int().min(SCOPE_FORMAT).max(SCOPE_FORMAT),
    name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected up to 64 lower-case letters, digits and -'),
    title: z.string().min(1).max(200),
    tickMs: z.int().min(1).max(MAX_TICK_MS),
    setup: setupSchema,
    profile: profileSchema,
    actions: z.array(actionSchema).min(1).max(MAX_ACTIONS),
    bounds: z.exactOptional(z.strictObject({ maxStates: z.int().min(1).max(MOST_EXPLORED) })),
    monitored: z.exactOptional(z.boolean()),
  })
  .meta({
    title: 'A bucketkey scope',
    description:
      'A small world for `bucketkey explore --scope <file.json>`: what there is, what can happen, and what is left open.',
  });

/** A scope as it stands in a file. */
export type ScopeFile = z.infer<typeof scopeFileSchema>;

/** A profile as it stands in a scope file. */
export type ScopeProfile = ScopeFile['profile'];
