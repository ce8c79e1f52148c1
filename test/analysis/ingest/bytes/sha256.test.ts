import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256OfFile } from '../../../../analysis/ingest/bytes/sha256.ts';

it('digests a file larger than its block, an empty one, and says what cannot be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-sha-'));
  try {
    for (const content of [Buffer.alloc(3_000_001, 'mail'), Buffer.alloc(0)]) {
      await writeFile(join(folder, 'file'), content);
      expect(await sha256OfFile(join(folder, 'file'))).toBe(
        createHash('sha256').update(content).digest('hex'),
      );
    }
    await expect(sha256OfFile(join(folder, 'nowhere'))).rejects.toThrow('ENOENT');
  } finally {
    await rm(folder, { recursive: true });
  }
});
