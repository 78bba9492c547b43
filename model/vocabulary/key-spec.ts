/** Specs of KMS keys that are not symmetric ones for encryption, which are all that S3 can use (F-11, E-10). */
export const OTHER_KEY_SPECS = [
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'HMAC_224',
  'HMAC_256',
  'HMAC_384',
  'HMAC_512',
] as const;

/** One of {@link OTHER_KEY_SPECS}. */
export type OtherKeySpec = (typeof OTHER_KEY_SPECS)[number];
