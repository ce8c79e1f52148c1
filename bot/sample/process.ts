import { writeSampleTenant } from '../../analysis/simulator/index.ts';

const [, , path] = process.argv;
if (path === undefined) throw new Error('Say where to write the sample');
await writeSampleTenant(path);
