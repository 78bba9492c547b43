/**
 * The specification: vocabulary, alphabet, charts, rules, and the one function that everything else uses.
 *
 * @packageDocumentation
 */
export * from './alphabet/index.ts';
export * from './observation/index.ts';
export * from './profile/index.ts';
export * from './vocabulary/index.ts';
