import type { Claim } from './requirement.ts';

/** Disabled, deleted and denied keys, and how fast that bites. */
export const keyState: readonly Claim[] = [
  {
    id: 'F-115',
    confidence: 'documented',
    source: 'KMS23:key-state',
    text: 'Cryptographic calls need an enabled key. A disabled key answers `DisabledException`; one pending deletion, pending import or unavailable answers `KMSInvalidStateException`.',
  },
  {
    id: 'F-116',
    confidence: 'documented',
    source: 'LS:test_s3_sse_validate_kms_key_state; ERR',
    text: 'S3 passes a KMS error about the state of a key on as 400 with the code `KMS.` and the name of the KMS error, for reads and writes alike.',
  },
  {
    id: 'F-117',
    confidence: 'documented',
    source: 'KMS23:concepts; UG:bucket-key',
    text: 'Making a key unusable bites when the key is used next, says KMS. So whoever is warm goes on being served until the cached bucket key is dropped.',
  },
  {
    id: 'F-118',
    confidence: 'documented',
    source: 'UG:bucket-key',
    text: 'A warm request is not checked against the key policy. Taking a permission away at KMS reaches a principal at its next cold use.',
  },
  {
    id: 'F-119',
    confidence: 'implied',
    source: 'inference',
    text: 'Access is cut at once by a denial on the side of S3, which is checked on every request (F-46).',
  },
  {
    id: 'F-120',
    confidence: 'implied',
    source: 'inference',
    text: 'After a key is disabled, objects without a bucket key fail at once, reads with one fail as soon as their requester is cold, and writes fail as soon as a new bucket key is due.',
  },
  {
    id: 'F-121',
    confidence: 'documented',
    source: 'KMS23:deleting-keys',
    text: 'Disabling can be undone, and a cancelled deletion leaves the key disabled. Once the waiting period of 7 to 30 days is over and the caches are empty, everything under a deleted key is lost for ever.',
  },
  {
    id: 'F-122',
    confidence: 'documented',
    source: 'KMS23:grants; KMS23:accessing-kms',
    text: 'Changes at KMS are eventually consistent: seconds as a rule, up to minutes for grants, aliases and tags.',
  },
  {
    id: 'F-123',
    confidence: 'folklore',
    source: 'https://typesense-index.securosys.com/xks/Use-Cases/usecases',
    text: 'A vendor of external key stores warns that, with bucket keys, S3 goes on using cached keys for a short time after the switch was thrown.',
  },
];
