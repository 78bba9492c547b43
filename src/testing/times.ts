/**
 * How many times as many random traces as usual the tests try that hold model, reference, oracle and monitors to each
 * other: more of them in `npm run test:long`. There a scope is taken larger, too.
 */
export const TIMES = Number(process.env.BUCKETKEY_TIMES ?? 1);
