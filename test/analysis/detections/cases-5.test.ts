import { runCases } from './run-cases.ts';

await runCases(4, 6);
