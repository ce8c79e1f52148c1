import { runCases } from './run-cases.ts';

await runCases(3, 6);
