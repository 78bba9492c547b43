import type { AddressInfo, Server } from 'node:net';

/** Lets a server of a test listen on a free port of this machine. */
export async function listenAt(server: Server): Promise<{ readonly port: number; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
