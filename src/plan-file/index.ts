/** Plan files: `*.plan.yaml` and `*.plan.json`. */

export { loadPlan } from './load.js';
export { planFileOf } from './mark.js';
export { parsePlanFile, planFormatOf } from './parse.js';
export { type ReadPlanFile, readPlanFile } from './read.js';
export type * from './types.js';
