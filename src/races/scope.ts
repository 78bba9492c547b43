import { profileNamed } from '../../model/index.ts';
import { settingUp } from '../explore/scopes/common.ts';
import type { RaceScope } from './race-scope.ts';
import { BUCKET_KEY_WORLDS } from './worlds/bucket-keys.ts';
import { REPLICATION_WORLD } from './worlds/replication.ts';
import { UPLOAD_WORLD } from './worlds/uploads.ts';

/** The scope `races`. */
export const RACES: RaceScope = {
  name: 'races',
  title:
    'Two requests at a time in small worlds with bucket keys, an upload and replication: every pair, in every order ' +
    'of the points at which the two are authorised, ask KMS, store and are answered.',
  setup: settingUp({
    requesters: ['ann', 'bob', 'repl'],
    kmsKeys: ['k1', 'k2'],
    buckets: { b: [], c: [], d: [] },
  }),
  profile: profileNamed('ideal'),
  worlds: [...BUCKET_KEY_WORLDS, UPLOAD_WORLD, REPLICATION_WORLD],
};
