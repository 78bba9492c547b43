import type { Event } from '../vocabulary/events/event.ts';
import type { FieldKind, FieldTypes } from '../vocabulary/fields.ts';
import type { Operation } from './operation.ts';
import { operationOf, perOperation } from './operations.ts';

/** A field of an operation. */
export interface FieldOf<Kind extends FieldKind> {
  readonly name: string;
  readonly kind: Kind;
  /** It may be left out. */
  readonly isOptional: boolean;
}

/** A field of whatever kind. */
export type Field = { readonly [Kind in FieldKind]: FieldOf<Kind> }[FieldKind];

const FIELDS = perOperation((op) => fieldsIn(operationOf({ op })));

function fieldsIn({ fields }: Operation): readonly Field[] {
  return Object.entries(fields).map(([name, written]) => {
    const isOptional = written.endsWith('?');
    return { name, kind: written.replace('?', ''), isOptional } as Field;
  });
}

/** The fields of an operation but for `op`, in the order in which a trace writes them. */
export function fieldsOf({ op }: Pick<Event, 'op'>): readonly Field[] {
  return FIELDS[op];
}

/** What a field is in an event of its operation; undefined where it is left out. */
export function fieldValue<Kind extends FieldKind>(
  event: Event,
  { name }: FieldOf<Kind>,
): FieldTypes[Kind] | undefined {
  // The compiler has held the rows to the interfaces of the events.
  return (event as unknown as Readonly<Record<string, FieldTypes[Kind] | undefined>>)[name];
}

/** What the fields of a kind are in an event, those left out that are left out there. */
export function fieldValues<Kind extends FieldKind>(event: Event, kind: Kind): readonly FieldTypes[Kind][] {
  return fieldsOf(event)
    .filter((field): field is Field & FieldOf<Kind> => field.kind === kind)
    .map((field) => fieldValue<Kind>(event, field))
    .filter((value) => value !== undefined);
}

/** What becomes of fields, by their kind; what is not mentioned stays. */
export type FieldChanges = {
  readonly [Kind in FieldKind]?: (value: FieldTypes[Kind], event: Event) => FieldTypes[Kind];
};

/** An event with other values in its fields. */
export function withChanges(event: Event, changes: FieldChanges): Event {
  const changed: Record<string, unknown> = { ...event };
  for (const field of fieldsOf(event)) {
    const value = changedValue(event, field, changes);
    if (value !== undefined) changed[field.name] = value;
  }
  return changed as unknown as Event;
}

function changedValue<Kind extends FieldKind>(event: Event, field: FieldOf<Kind>, changes: FieldChanges) {
  const value = fieldValue(event, field);
  return value === undefined ? undefined : changes[field.kind]?.(value, event);
}

/** An event with another value in one of its fields. */
export function withValue<Kind extends FieldKind>(
  event: Event,
  { name }: FieldOf<Kind>,
  value: FieldTypes[Kind],
): Event {
  return { ...event, [name]: value };
}

/** An event without one of its fields, which may be left out. */
export function withoutField(event: Event, { name }: Pick<Field, 'name'>): Event {
  const { [name]: _, ...rest } = event as unknown as Readonly<Record<string, unknown>>;
  return rest as unknown as Event;
}
