/**
 * What must hold, in plain words and as a formula, with the requirements it rests on.
 *
 * @module bucketkey/properties
 */

export type { ObservedStep } from '../../properties/observed-step.ts';
export { PROPERTIES } from '../../properties/properties.ts';
export type { Needs, Property } from '../../properties/property.ts';
