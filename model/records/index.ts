export * from './known-requester.ts';
export * from './lagging.ts';
export * from './past.ts';
export * from './records.ts';
