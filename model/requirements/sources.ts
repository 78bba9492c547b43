/** The LocalStack snapshots that were recorded against real AWS, at the commit that was read. */
const LOCALSTACK =
  'https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/test_s3.snapshot.json';

/** Pages with a tag of their own. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['ERR', 'https://docs.aws.amazon.com/AmazonS3/latest/developerguide/ErrorResponses.html'],
  ['LS', LOCALSTACK],
  ['POC', 'https://github.com/aws-samples/s3-bucketkey-poc'],
  [
    'REPOST',
    'https://repost.aws/questions/QU5RNQiZksQ9GWMxBYbRcNAw/decrypt-objects-that-have-been-encrypted-with-a-short-living-bucket-key',
  ],
  [
    'BLOG-RH',
    'https://aws.amazon.com/blogs/storage/enhance-savings-for-read-heavy-workloads-with-amazon-s3-bucket-keys/',
  ],
  [
    'BLOG-99',
    'https://aws.amazon.com/blogs/storage/reducing-aws-key-management-service-costs-by-up-to-99-with-s3-bucket-keys/',
  ],
  ['PRICING', 'https://aws.amazon.com/kms/pricing/'],
]);

/** Families of pages: the tag is `prefix:name`. */
const FAMILIES: ReadonlyMap<string, (name: string) => string> = new Map([
  ['UG', (page: string) => `https://docs.aws.amazon.com/AmazonS3/latest/userguide/${page}.html`],
  ['UG23', (page: string) => `https://github.com/awsdocs/amazon-s3-userguide/blob/1b918e0a/doc_source/${page}.md`],
  ['API', (page: string) => `https://docs.aws.amazon.com/AmazonS3/latest/API/API_${page}.html`],
  ['KMS23', (page: string) => `https://docs.aws.amazon.com/kms/latest/developerguide/${page}.html`],
  ['KMSAPI', (page: string) => `https://docs.aws.amazon.com/kms/latest/APIReference/API_${page}.html`],
  ['LS', () => LOCALSTACK],
  ['GH', (thread: string) => `https://github.com/${thread.replace('#', '/issues/')}`],
]);

/**
 * Sources that are no page: `inference` from other claims, `absence` of the thing from AWS's documentation and API
 * model, `third-party` statements that cannot be cited, plain `arithmetic`.
 */
export const UNPUBLISHED_SOURCES: readonly string[] = ['inference', 'absence', 'third-party', 'arithmetic'];

/**
 * The public page of a source tag, undefined where there is none. Tags: `UG:` S3 User Guide, `UG23:` its archived
 * edition of June 2023, `API:` S3 API Reference, `KMS23:` KMS Developer Guide, `KMSAPI:` KMS API Reference, `LS:` a
 * LocalStack test recorded against real AWS, `GH:owner/repository#number` a GitHub thread, a few names of single pages,
 * or an address itself.
 */
export function sourceUrl(tag: string): string | undefined {
  if (tag.startsWith('https://')) return tag;
  const colon = tag.indexOf(':');
  if (colon < 0) return PAGES.get(tag);
  return FAMILIES.get(tag.slice(0, colon))?.(tag.slice(colon + 1));
}

/** The tags of a claim's `source`, in order. */
export function sourceTags(source: string): readonly string[] {
  return source.split('; ');
}
