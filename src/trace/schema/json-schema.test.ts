import { describe, expect, test } from 'vitest';
import { EVENT_NAMES } from '../../../model/index.ts';
import { eventSchema } from './event-schema.ts';
import { traceJsonSchema } from './json-schema.ts';

describe('the JSON Schema of a trace line', () => {
  test('is the one published in docs/schema: whoever changes the format changes both, on purpose', async () => {
    const text = `${JSON.stringify(traceJsonSchema(), null, 2)}\n`;
    // `vitest -u` publishes it anew.
    await expect(text).toMatchFileSnapshot('../../../docs/schema/trace.schema.json');
  });

  test('has one form for each event', () => {
    const names = eventSchema.options.map((option) => option.shape.op.value);
    expect(names).toEqual([...EVENT_NAMES]);
  });
});
