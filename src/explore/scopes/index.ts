import type { ExploreScope } from '../scope.ts';
import { copies } from './copies.ts';
import { small } from './small.ts';
import { tiny } from './tiny.ts';

/** The scopes that come with bucketkey, from the smallest. */
export const SCOPES: readonly ExploreScope[] = [tiny, copies, small];
