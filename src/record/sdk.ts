/** What goes through the middleware of a client of the AWS SDK for JavaScript v3. */
export interface SdkArguments {
  readonly input: object;
}

/** What comes back through it. */
export interface SdkResult {
  response: unknown;
  output?: object;
}

type Handler<Result extends SdkResult> = (args: SdkArguments) => Promise<Result>;

/** A middleware of the step `deserialize`. */
export type SdkMiddleware = <Result extends SdkResult>(next: Handler<Result>, context: object) => Handler<Result>;

/** A middleware stack: whatever has an `add`, since the types of the SDK know the commands of each client. */
export interface SdkStack {
  readonly add: (...args: never[]) => unknown;
}

/** Where a middleware stands. */
export interface SdkPlace {
  readonly step: 'deserialize';
  readonly name: string;
  readonly priority: 'high' | 'low';
}

/** A plugin for `client.middlewareStack.use`. */
export interface SdkPlugin {
  applyToStack(stack: SdkStack): void;
}

/** Adds a middleware to a stack. */
export function addMiddleware(stack: SdkStack, middleware: SdkMiddleware, place: SdkPlace): void {
  (stack as { readonly add: (middleware: SdkMiddleware, place: SdkPlace) => unknown }).add(middleware, place);
}

/** A field of a value that nobody here has typed; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** A field that is a text. */
export function textOf(value: unknown, name: string): string | undefined {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** The status of the response that an output or an error came from; undefined where there was none. */
export function statusOf(value: unknown): number | undefined {
  const status = fieldOf(fieldOf(value, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}

/** A field that is a list. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const found = fieldOf(value, name);
  return Array.isArray(found) ? found : [];
}
