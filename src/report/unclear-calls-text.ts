import type { EndpointReport } from '../check/check-report.ts';
import { countedText } from './quantity-text.ts';

/** Of how many steps the calls of KMS are not known; undefined where they are of all. */
export function unclearCallsText({ unclearSteps }: Pick<EndpointReport, 'unclearSteps'>): string | undefined {
  if (unclearSteps === 0) return undefined;
  const steps = countedText(unclearSteps, 'step');
  return (
    `KMS calls were not observable in ${steps}: several traces were under way, and no encryption context told whose ` +
    'calls they were. Without --concurrency it is known.'
  );
}
