/**
 * The same cases in every run, so that a failure comes from a change and not from chance. To try other cases:
 * `FC_SEED=$RANDOM npx vitest run test/plan`.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_125) });
