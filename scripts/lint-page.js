// The part of docs/lint.md about the rules, from their code.

const START = /<!-- rules: .* -->\n/;
const END = '<!-- /rules -->';

const GROUPS = { plan: 'Plans', connector: 'Connectors', lint: 'Linting itself' };

/**
 * The page with a new list of rules.
 * @param {string} page
 * @param {readonly { id: string, severity: string, summary: string, explain: string, examples: readonly { file:
 * string }[] }[]} rules
 */
export function lintPage(page, rules) {
  const start = START.exec(page);
  const end = page.indexOf(END);
  if (start === null || end < start.index)
    throw new Error('docs/lint.md has no place for the rules');
  const before = page.slice(0, start.index + start[0].length);
  return `${before}${rulesPart(rules)}\n${page.slice(end)}`;
}

function rulesPart(rules) {
  return Object.entries(GROUPS)
    .flatMap(([group, title]) => [
      '',
      `### ${title}`,
      ...rules.filter(({ id }) => id.startsWith(`${group}/`)).flatMap(ruleLines),
    ])
    .slice(1)
    .join('\n');
}

function ruleLines({ id, severity, summary, explain, examples }) {
  const links = examples.map(({ file }) => `[\`${file}\`](lint/${id}/${file})`);
  return [
    '',
    `<a id="${id}"></a>`,
    '',
    `#### \`${id}\` (${severity})`,
    prose(summary),
    '',
    prose(explain),
    ...(links.length > 0 ? ['', `Examples: ${links.join(', ')}`] : []),
  ];
}

/** Escapes text outside of code, so that it is not read as a tag. */
function prose(text) {
  return text.replace(/`[^`]*`|</g, (part) => (part === '<' ? '&lt;' : part));
}
