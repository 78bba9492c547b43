/**
 * What must hold, in plain words and as a formula, with the requirements it rests on.
 *
 * @module bucketkey/properties
 */
export { PROPERTIES } from '../../properties/properties.ts';
export type { Needs, ObservedStep, Property } from '../../properties/property.ts';
