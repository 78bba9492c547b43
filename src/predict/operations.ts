/**
 * Operations by their names in the API, in server access logs and in short. A created upload costs a write (K-14,
 * K-15).
 */
export const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ...['put', 'putobject', 'rest.put.object', 'createmultipartupload', 'rest.post.uploads'].map(named('PutObject')),
  ...['get', 'getobject', 'rest.get.object'].map(named('GetObject')),
  ...['copy', 'copyobject', 'rest.copy.object'].map(named('CopyObject')),
  ...['delete', 'deleteobject', 'rest.delete.object'].map(named('DeleteObject')),
]);

function named(operation: string): (name: string) => readonly [string, string] {
  return (name) => [name, operation];
}
