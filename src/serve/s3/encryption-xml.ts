import type { BlockedEncryptionType, EncryptionRule, ShownRule } from '../../../model/vocabulary/encryption.ts';
import { isAlgorithm } from './encryption-headers.ts';
import { notImplemented } from './s3-error.ts';
import type { Xml, XmlElement } from './xml.ts';

/** The rules of a configuration; none where it is malformed, which S3 answers alike (F-04). */
export function encryptionRules(configuration: XmlElement | null): readonly EncryptionRule[] {
  const rules = configuration?.all('Rule').map(ruleOf) ?? [];
  return rules.some((rule) => rule === null) ? [] : rules.filter((rule) => rule !== null);
}

/** Null where it is malformed. */
function ruleOf(rule: XmlElement): EncryptionRule | null {
  const byDefault = rule.one('ApplyServerSideEncryptionByDefault');
  if (byDefault === undefined) throw notImplemented('A rule without ApplyServerSideEncryptionByDefault');
  const SSEAlgorithm = byDefault.textOf('SSEAlgorithm') ?? '';
  const KMSMasterKeyID = byDefault.textOf('KMSMasterKeyID');
  const flag = rule.textOf('BucketKeyEnabled');
  const blocked = rule
    .one('BlockedEncryptionTypes')
    ?.all('EncryptionType')
    .map(({ text }) => text);
  if (!isAlgorithm(SSEAlgorithm) || !(flag === undefined || flag === 'true' || flag === 'false')) return null;
  if (blocked?.some((type) => type !== 'SSE-C' && type !== 'NONE') === true) return null;
  return {
    SSEAlgorithm,
    ...(KMSMasterKeyID === undefined ? {} : { KMSMasterKeyID }),
    ...(flag === undefined ? {} : { BucketKeyEnabled: flag === 'true' }),
    ...(blocked === undefined ? {} : { BlockedEncryptionTypes: blocked as readonly BlockedEncryptionType[] }),
  };
}

/** A rule, as GetBucketEncryption shows it (F-02, F-08, F-166). */
export function ruleXml({ SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled, BlockedEncryptionTypes }: ShownRule): Xml {
  return [
    'Rule',
    [
      [
        'ApplyServerSideEncryptionByDefault',
        [['SSEAlgorithm', SSEAlgorithm], KMSMasterKeyID === undefined ? null : ['KMSMasterKeyID', KMSMasterKeyID]],
      ],
      ['BucketKeyEnabled', BucketKeyEnabled ?? false],
      BlockedEncryptionTypes == null
        ? null
        : ['BlockedEncryptionTypes', BlockedEncryptionTypes.map((type) => ['EncryptionType', type])],
    ],
  ];
}
