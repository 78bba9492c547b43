export * from './bucket-events.ts';
export * from './environment-events.ts';
export * from './event.ts';
export * from './kms-events.ts';
export * from './object-events.ts';
export * from './upload-events.ts';
