import { World, type WorldOptions } from './world.ts';

/** The world that is answered from. A reset puts another in its place; requests under way end in the old one. */
export class Worlds {
  readonly #options: WorldOptions;
  #current: World;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#current = new World(options);
  }

  get current(): World {
    return this.#current;
  }

  /** Region of everything. */
  get region(): string {
    return this.#current.arns.region;
  }

  reset(): void {
    this.#current = new World(this.#options);
  }
}
