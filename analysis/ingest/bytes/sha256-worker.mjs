import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const hash = createHash('sha256');
const block = Buffer.allocUnsafe(1024 * 1024);
const file = openSync(workerData, 'r');
try {
  for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
    hash.update(block.subarray(0, read));
  }
} finally {
  closeSync(file);
}
parentPort?.postMessage(hash.digest('hex'));
