// Loaded before a command: when it ends, file descriptor 3 is told the most memory that it ever had, in bytes.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS * 1_024)));
