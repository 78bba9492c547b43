// When steps happen: on the wall, or on the clock of `bucketkey serve`, which is put forward in place of a wait.
import { setTimeout as sleep } from 'node:timers/promises';

/** The clock on the wall. Ends a wait early when the signal is aborted. */
export function wallClock(signal) {
  return clockFrom(performance.timeOrigin + performance.now(), async (ms) => {
    await sleep(ms, undefined, { signal }).catch(() => {});
    return 0;
  });
}

/** The clock of a server that stands in for AWS, in a rehearsal. */
export async function servedClock(address) {
  const { time } = await clockAt(address);
  return clockFrom(Date.parse(time), async (ms) => {
    const advanceMs = Math.ceil(ms);
    await clockAt(address, { method: 'POST', body: JSON.stringify({ advanceMs }) });
    return advanceMs;
  });
}

/** `pass`: lets some time pass, and gives how much of it this process will not notice. */
function clockFrom(dateMs, pass) {
  const beganMs = performance.now();
  let aheadMs = 0;
  const sinceStart = (atMs) => atMs - beganMs + aheadMs;
  return {
    /** When it began, in milliseconds since 1970. */
    dateMs: Math.round(dateMs),
    /** What it showed at a time of this process, in milliseconds since it began. */
    sinceStart,
    async until(ms) {
      const leftMs = ms - sinceStart(performance.now());
      if (leftMs > 0) aheadMs += await pass(leftMs);
    },
  };
}

async function clockAt(address, how) {
  const answer = await fetch(`${address}/_bucketkey/clock`, how);
  if (!answer.ok) throw new Error(`${address} has no clock that can be put forward: HTTP ${answer.status}`);
  return answer.json();
}
