import type { PlanGraph } from '../plan/graph-model.js';
export interface GraphReport {
  /** Name of the connector, or of the plan file. */
  title: string;
  /** Relative to the working directory, with forward slashes. */
  file: string;
  /** The settings that the plan was evaluated with; null when it depends on none or there are none. */
  fixture: string | null;
  graph: PlanGraph;
}
