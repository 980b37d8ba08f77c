/** The parts of the page below the picture. */
import type {
  GraphDefinition,
  GraphField,
  GraphSource,
  PlanGraph,
} from '../../plan/graph-model.js';
import { type Link, linksOf } from './links.js';
import { inOrder } from './provisioning-order.js';
import { childrenOf } from './source-children.js';
import { definitionNote, nameOf, SOURCE_PROBLEMS, sectionId } from './words.js';
import { escapeXml, oneLine } from './xml.js';

const text = (value: string): string => escapeXml(oneLine(value));

const section = (title: string, content: string): string =>
  `<section>\n<h2>${title}</h2>\n${content}\n</section>`;

export function definitionSections(graph: PlanGraph): string {
  if (graph.definitions.length === 0) return '';
  const links = linksOf(graph);
  const parts = inOrder(graph.definitions).map((definition) =>
    definitionArticle(definition, links.get(definition.id) ?? new Map()),
  );
  return section('Custom data, in the order of provisioning', parts.join('\n'));
}

function definitionArticle(
  definition: GraphDefinition,
  links: ReadonlyMap<string, Link[]>,
): string {
  const { id, name, order, description, fields } = definition;
  const note = definitionNote(definition);
  const number = order === null ? '' : `<span class="number">${order}</span> `;
  const remark = note === undefined ? '' : ` <span class="wrong">${note}</span>`;
  return `<article id="${sectionId(id)}">
<h3>${number}<a href="#picture" data-node="${id}">${text(nameOf(name))}</a>${remark}</h3>
${description === null ? '' : `<p>${text(description)}</p>\n`}<div class="wide"><table>
<thead><tr><th>Field</th><th>Type</th><th>Key</th><th>Leads to</th><th>About</th></tr></thead>
<tbody>
${fields.map((field) => fieldRow(field, links.get(field.name) ?? [])).join('\n')}
</tbody>
</table></div>
</article>`;
}

function fieldRow(field: GraphField, links: readonly Link[]): string {
  const { name, type, required, key } = field;
  const kind = type === null ? '<span class="wrong">not declared</span>' : text(type);
  const mark = key ? '<b class="key">key</b>' : required ? 'required' : '';
  const leads = links.map(linkText).join('<br>');
  return `<tr><td><code>${text(name)}</code></td><td>${kind}</td><td>${mark}</td><td>${leads}</td><td>${about(field)}</td></tr>`;
}

function linkText({ to, name, field, kind, note, alarm }: Link): string {
  const target =
    kind === undefined ? `<a href="#${sectionId(to)}">${text(name)}</a>` : `<b>${text(name)}</b>`;
  const remark =
    note === undefined ? '' : ` <span class="${alarm ? 'wrong' : 'muted'}">${note}</span>`;
  return `${target}.${text(field)}${remark}`;
}

function about({ name, label, description, options }: GraphField): string {
  return [
    ...(label === null || label === name ? [] : [text(label)]),
    ...(description === null ? [] : [text(description)]),
    ...(options.length === 0
      ? []
      : [options.map((option) => `<code>${text(String(option))}</code>`).join(' ')]),
  ].join('<br>');
}

export function sourceSection({ sources }: PlanGraph): string {
  if (sources.length === 0) return '';
  return section('Data sources', sourceList(null, childrenOf(sources)));
}

function sourceList(
  parent: string | null,
  children: ReadonlyMap<string | null, GraphSource[]>,
): string {
  const items = (children.get(parent) ?? []).map(({ key, label, type, problem }) => {
    const wrong = problem === null ? '' : ` <span class="wrong">${SOURCE_PROBLEMS[problem]}</span>`;
    const kind = type === null ? '' : ` <span class="muted">${text(type)}</span>`;
    return `<li><code>${text(key)}</code> ${text(label)}${kind}${wrong}${sourceList(key, children)}</li>`;
  });
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
}

export function eventSection({ events }: PlanGraph): string {
  const rows = events.map(
    ({ code_name, name }) =>
      `<tr><td><code>${text(code_name)}</code></td><td>${text(name ?? '')}</td></tr>`,
  );
  return simpleTable('Events', ['Code name', 'Name'], rows);
}

export function statusSection({ order_statuses }: PlanGraph): string {
  const rows = order_statuses.map(
    ({ status_id, name, languages }) =>
      `<tr><td><code>${text(status_id)}</code></td><td>${text(name)}</td><td>${text(languages.join(', '))}</td></tr>`,
  );
  return simpleTable('Order statuses', ['Id', 'Name', 'Languages'], rows);
}

function simpleTable(title: string, heads: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const head = heads.map((name) => `<th>${name}</th>`).join('');
  return section(
    title,
    `<div class="wide"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table></div>`,
  );
}
