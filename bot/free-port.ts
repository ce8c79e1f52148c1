import { createServer } from 'node:net';

const MOST_TRIES = 50;

/** The first port from `wanted` on that is free on 127.0.0.1; with 0, any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + MOST_TRIES && port <= 65_535; port++) {
    const found = await tryPort(port);
    if (found !== null) return found;
  }
  throw new Error(`No port is free from ${wanted} to ${wanted + MOST_TRIES - 1} on 127.0.0.1`);
}

/** What to tell the person at the console when a port they set, or expect, was not free. */
export function otherPort(setting: string, wanted: number, got: number): string[] {
  return wanted === 0 || wanted === got
    ? []
    : [`Port ${wanted} (${setting}) is in use by another program: ${got} is used instead.`];
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
