/**
 * Loaded into every process of a measured command (NODE_OPTIONS, inherited by the processes it starts): when one
 * ends, its peak memory as the kernel counted it goes into the folder that BENCH_USAGE_DIR names. Plain JavaScript,
 * because it is loaded before tsx is.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const folder = process.env.BENCH_USAGE_DIR;
if (folder !== undefined && isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const usage = { maxRssBytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(usage));
  });
}
