export * from './arn.ts';
export * from './body.ts';
export * from './encryption.ts';
export * from './kms-call.ts';
export * from './policy.ts';
export * from './requester.ts';
export * from './setup.ts';
export * from './time.ts';
