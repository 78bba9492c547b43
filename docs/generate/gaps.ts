/** Why nothing implements or checks some claims about behaviour. */
export interface Gap {
  readonly reason: string;
  /** The claims, as ids and ranges of ids. */
  readonly claims: string;
}

/** All claims about behaviour that nothing cites: `tests/requirement-ids.test.ts` holds the list to that. */
export const GAPS: readonly Gap[] = [
  { reason: 'Nothing is appended to an object of the model.', claims: 'E-37' },
  { reason: 'It is about the files that a job reads and writes, which are no objects of the model.', claims: 'F-156' },
  {
    reason: 'Requests in the model are sent over TLS and of a known form.',
    claims: 'F-87, D-02, D-05, E-17',
  },
  {
    reason: 'There are no custom key stores in the model, and bills of accounts are not made out.',
    claims: 'F-130, U-24',
  },
  { reason: 'No profile has the answers of before 2023.', claims: 'E-40' },
  { reason: 'It is the business of a client, or of a workload that was not published.', claims: 'SC-11, SC-15' },
];

/** Claims that are cited, and what of them is still to come. */
export const TO_COME: Readonly<Record<string, string>> = {
  'F-106':
    'A rule of Huawei OBS may name `BucketKeyRotationPeriod`. Rules here have no such element: the profile ' +
    '`huawei-obs` goes by its default of 365 days.',
  'F-181': 'Conditions on dates: objects of the model have none.',
  'F-182': 'Conditions on dates: objects of the model have none.',
  'F-115':
    'Key stores that are not connected: no key of the model is Unavailable, where a pending deletion is answered ' +
    'alike.',
  'F-210':
    'Material is always the one that a key had first: nobody imports another one, which `serve` refuses, nor new one ' +
    'for a rotation on demand (F-212). Where material may have expired that was imported before a trace began, the ' +
    'verdict is unknown.',
  'F-203':
    'Grants are made and revoked by who controls the key: nobody makes one by another, and no request brings a grant ' +
    'token, as S3 has none.',
  'F-208':
    'A grant is retired by its id and a bare key id, which names a key of the account that asks: nobody of another ' +
    'account retires one, nor by a grant token.',
  'F-124': 'What rotated material costs a month is not counted.',
  'F-207':
    'Of the answer of GetKeyRotationStatus it is compared whether rotation is on, not its period and its next date. ' +
    'An AWS managed key is there from the beginning (F-12), and random traces do not ask for one.',
  'F-213':
    'Of a key that is made the account, the key policy and whether S3 can use it are followed: neither tags nor ' +
    'custom key stores, nor keys of several regions. Recorders and the import of CloudTrail leave the step out, and ' +
    'the key is one of the unknown past there.',
  'F-127': 'Control of keys has quotas of its own, and a key that is switched too often is throttled without one.',
  'F-122':
    'Control of a KMS key that the newest state refuses is refused, whatever earlier state may still be seen: that ' +
    'it fails without need is documented, what would become of the key if it succeeded is not.',
};
