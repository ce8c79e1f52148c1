import { runCases } from './run-cases.ts';

await runCases(5, 6);
