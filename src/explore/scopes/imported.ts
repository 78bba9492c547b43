import type { ExploreScope } from '../scope.ts';
import { by, deletion, gets, puts, switches } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

/** A KMS key whose material is imported, expires, is deleted and comes again, in every state that the key may have. */
export const imported: ExploreScope = {
  name: 'imported',
  title:
    'A KMS key that comes without material: it is imported for ever or for a while, and deleted; what AWS leaves ' +
    'open of it is open.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: [], importedKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('imported'),
    title: 'One strict cache; what an import and a cancelled deletion make of a key, and what is told of it, is open.',
    reimport: ['kept', 'enabled', 'refused'],
    cancelWithoutMaterial: ['pendingImport', 'disabled'],
    importedRotation: ['false', 'refused'],
  },
  tickMs: TICK_MS,
  actions: [
    puts('ann', 'b/x', { sse: 'aws:kms', kmsKeyId: 'k1', bucketKeyEnabled: true }),
    puts('ann', 'b/x', { sse: 'aws:kms', kmsKeyId: 'k1', bucketKeyEnabled: false }),
    gets('ann', 'b/x'),
    by('ann', { op: 'ImportKeyMaterial', keyId: 'k1' }),
    by('ann', { op: 'ImportKeyMaterial', keyId: 'k1', validForMs: 2 * TICK_MS }),
    by('ann', { op: 'DeleteImportedKeyMaterial', keyId: 'k1' }),
    ...switches('ann', 'k1'),
    ...deletion('ann', 'k1'),
    by('ann', { op: 'GetKeyRotationStatus', keyId: 'k1' }),
  ],
  monitored: true,
};
