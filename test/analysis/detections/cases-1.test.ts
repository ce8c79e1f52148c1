import { runCases } from './run-cases.ts';

await runCases(0, 6);
