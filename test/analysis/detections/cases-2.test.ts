import { runCases } from './run-cases.ts';

await runCases(1, 6);
