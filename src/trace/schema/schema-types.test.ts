import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Event, Observation, Setup, Step } from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import type { TraceHeader } from '../trace.ts';
import type { eventSchema } from './event-schema.ts';
import type { observationSchema } from './observation-schema.ts';
import type { setupSchema } from './setup-schema.ts';
import type { StepLine, traceHeaderSchema } from './trace-schema.ts';

/** zod's types are writable and the model's are not; in nothing else may they differ. */
type AllReadonly<T> = T extends object ? { readonly [Name in keyof T]: AllReadonly<T[Name]> } : T;

/** `true` only if the types are identical, optional fields included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type SameBesidesReadonly<A, B> = Same<AllReadonly<A>, AllReadonly<B>>;

describe('the schemas and the types of the model are the same, or this file does not compile', () => {
  test('every event, setup, observation, step and header', () => {
    const proof: {
      event: SameBesidesReadonly<z.infer<typeof eventSchema>, Event>;
      setup: SameBesidesReadonly<z.infer<typeof setupSchema>, Setup>;
      observation: SameBesidesReadonly<z.infer<typeof observationSchema>, Observation>;
      step: SameBesidesReadonly<StepLine, Step & Pick<ObservedStep, 'observation' | 'endMs'>>;
      header: SameBesidesReadonly<z.infer<typeof traceHeaderSchema>, TraceHeader>;
    } = { event: true, setup: true, observation: true, step: true, header: true };
    expect(Object.values(proof)).toEqual([true, true, true, true, true]);
  });

  test('the proof can tell types apart', () => {
    const differences: {
      optional: SameBesidesReadonly<{ a?: string }, { a: string }>;
      undefinedAllowed: SameBesidesReadonly<{ a?: string | undefined }, { a?: string }>;
      missing: SameBesidesReadonly<{ a: string; b?: number }, { a: string }>;
      wider: SameBesidesReadonly<{ a: string[] }, { a: readonly 'x'[] }>;
      writable: SameBesidesReadonly<{ a: string[] }, { readonly a: readonly string[] }>;
    } = { optional: false, undefinedAllowed: false, missing: false, wider: false, writable: true };
    expect(Object.values(differences).filter(Boolean)).toHaveLength(1);
  });
});
