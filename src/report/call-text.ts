import type { CallSummary } from '../check/call-statistics.ts';
import { labelled } from './columns.ts';
import { type Names, nameText } from './names.ts';
import { countedText, countText } from './quantity-text.ts';

/** Most rows that are told. */
const MOST_TOLD = 10;

/** How KMS was called, and what bucket keys saved; nothing where no call was seen. */
export function callLines(calls: CallSummary, names: Names): string[] {
  const { operations, rows, others } = calls;
  if (operations.length === 0) return [];
  const told = rows.slice(0, MOST_TOLD);
  const rest = rows.slice(MOST_TOLD).reduce((sum, row) => sum + row.calls, others);
  return [
    ...labelled('KMS calls: ', operations.map((one) => `${one.operation} ${countText(one.calls)}`).join(', ')),
    ...told.flatMap(({ bucket, by, keyArn, calls: count }) => {
      const where = bucket === null ? 'no bucket' : `bucket ${nameText(bucket)}`;
      return labelled(
        '  ',
        `${countText(count)} of ${by === null ? 'somebody' : nameText(by)} for ${where} under ${names.key(keyArn)}`,
      );
    }),
    ...(rest === 0 ? [] : [`  ${countText(rest)} others`]),
    ...labelled('', reuseText(calls)),
  ];
}

/** What is mute where all conforms: that bucket keys are on and save nothing. */
function reuseText({ bucketKeyCalls, bucketKeyRequests, emptied }: CallSummary): string {
  if (bucketKeyRequests === 0) return 'No request was served by a bucket key.';
  const many = `${countedText(bucketKeyCalls, 'call')} for ${countedText(bucketKeyRequests, 'request')}`;
  if (bucketKeyCalls < bucketKeyRequests) {
    const each = bucketKeyCalls === 0 ? '' : `, ${(bucketKeyRequests / bucketKeyCalls).toFixed(1)} requests a call`;
    return `Bucket keys on, ${many}${each}.`;
  }
  const never =
    emptied >= bucketKeyRequests
      ? ` Never warm: every session makes one call and ends (the caches were emptied ${countedText(emptied, 'time')}).`
      : '';
  return `Bucket keys on, ${many}, none reused.${never}`;
}
