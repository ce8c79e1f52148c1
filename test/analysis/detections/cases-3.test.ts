import { runCases } from './run-cases.ts';

await runCases(2, 6);
