import { type ArnSetup, Arns } from '../../../model/vocabulary/arns.ts';
import { zoneInName } from '../../../model/vocabulary/directory-name.ts';

/** The ARNs of a world in which directory buckets come and go: their names tell them (F-201). */
export class ServedArns extends Arns {
  readonly #ownerOf: (bucket: string) => string | undefined;

  /** @param ownerOf - the account that has a bucket now */
  constructor(setup: ArnSetup, ownerOf: (bucket: string) => string | undefined) {
    super(setup);
    this.#ownerOf = ownerOf;
  }

  override isDirectory(bucket: string): boolean {
    return zoneInName(bucket) !== undefined || super.isDirectory(bucket);
  }

  override bucket(bucket: string): string {
    const account = zoneInName(bucket) === undefined ? undefined : this.#ownerOf(bucket);
    return account === undefined ? super.bucket(bucket) : this.directory(bucket, account);
  }
}
