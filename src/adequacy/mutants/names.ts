import { get, put } from '../../../model/testing/events.ts';
import { OTHER_BODY } from '../../../model/testing/scene.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { does, witness } from '../witness-steps.ts';

/** A shelf on which objects lie under something made of their keys. */
class Shelf<Kept> extends Map<string, Kept> {
  readonly #nameOf: (key: string) => string;

  constructor(nameOf: (key: string) => string) {
    super();
    this.#nameOf = nameOf;
  }

  override get(key: string): Kept | undefined {
    return super.get(this.#nameOf(key));
  }

  override set(key: string, kept: Kept): this {
    return super.set(this.#nameOf(key), kept);
  }

  override delete(key: string): boolean {
    return super.delete(this.#nameOf(key));
  }
}

/** A fault that takes two keys for one. */
function namesMutant(
  id: string,
  title: string,
  nameOf: (key: string) => string,
  [one, other]: readonly [string, string],
): Mutant {
  return {
    id,
    title,
    requirements: ['F-40', 'F-88'],
    killedBy: ['decryptable', 'explained'],
    parts: partsWith({ objects: { newShelf: () => new Shelf(nameOf) } }),
    witness: witness(
      does('ann', put(`b/${one}`)),
      does('ann', put(`b/${other}`, {}, OTHER_BODY)),
      does('ann', get(`b/${one}`)),
    ),
  };
}

/** Faults in how objects are kept apart: a key is the name of one object, and any text is a key. */
export const NAMES_MUTANTS: readonly Mutant[] = [
  namesMutant('keys-folded', 'Keys of objects are told apart by lower case only.', (key) => key.toLowerCase(), [
    'a',
    'A',
  ]),
  namesMutant(
    'keys-decoded',
    'Keys of objects are decoded as those of a form: `+` is a space, and so is `%20`.',
    (key) => key.replaceAll('+', ' ').replaceAll('%20', ' '),
    ['a b', 'a+b'],
  ),
  namesMutant(
    'keys-as-paths',
    'Keys of objects are tidied like paths: slashes at the ends, double ones and `.` are dropped.',
    (key) =>
      key
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/'),
    ['a', 'a/'],
  ),
  namesMutant(
    'keys-normalised',
    'Keys of objects are normalised: an accented letter is one, however it is written.',
    (key) => key.normalize('NFC'),
    ['caf\u00e9', 'cafe\u0301'],
  ),
  namesMutant('keys-trimmed', 'Spaces at the ends of keys are dropped.', (key) => key.trim(), ['a', 'a ']),
];
