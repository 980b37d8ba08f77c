/** The data of a picture of a plan. */
import { dependencyGraph } from './graph.js';
import { definitionId, graphDefinition, provisioningOf } from './graph-model/definitions.js';
import { followRelationships } from './graph-model/relationships.js';
import { graphSources } from './graph-model/sources.js';
import type { GraphOrderStatus, PlanGraph } from './graph-model/types.js';
import { type OrderStatusView, viewPlan } from './view.js';

export type * from './graph-model/types.js';

/** Also draws a plan with mistakes: it shows them, and leaves out unreadable parts. */
export function graphPlan(plan: unknown): PlanGraph {
  const view = viewPlan(plan, '');
  const provisioning = provisioningOf(dependencyGraph(view.definitions));
  const links = followRelationships(view, provisioning.cycleOf);
  return {
    version: 1,
    sources: graphSources(view.sources),
    definitions: view.definitions.map((definition, index) =>
      graphDefinition(definition, index, provisioning, links.named[index] ?? []),
    ),
    targets: links.targets,
    relationships: links.relationships,
    cycles: provisioning.cycles.map((nodes) => nodes.map(definitionId)),
    events: view.events.map(({ codeName, languages }) => ({
      code_name: codeName,
      name: languages[0]?.text.value ?? null,
    })),
    order_statuses: groupStatuses(view.orderStatuses),
    unreadable: view.problems.map(({ path }) => path),
  };
}

/** A plan has one entry for each language of a status. */
function groupStatuses(statuses: readonly OrderStatusView[]): GraphOrderStatus[] {
  const groups = new Map<string, GraphOrderStatus>();
  for (const { statusId, lang, name } of statuses) {
    const group = groups.get(statusId);
    if (group === undefined) groups.set(statusId, { status_id: statusId, name, languages: [lang] });
    else group.languages.push(lang);
  }
  return [...groups.values()];
}
