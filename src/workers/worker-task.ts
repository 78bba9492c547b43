import type { RunPlan } from '../check/run-batch.ts';

/** What a worker thread is told when it starts. Plain data: a system under test is code, which does not travel. */
export type WorkerTask = RunPlan;
