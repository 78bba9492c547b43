import { bucketkeySuite } from 'bucketkey/vitest';

bucketkeySuite({ runs: 10, seed: 7 });
