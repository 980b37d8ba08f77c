/**
 * The same cases in every run, so that a failure is the change's and not chance's. To look for others:
 * `FC_SEED=$RANDOM npx vitest run test/plan`.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_125) });
