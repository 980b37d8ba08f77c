import fc from 'fast-check';
import mermaid from 'mermaid';
import { describe, expect, it } from 'vitest';
import { formatMermaid } from '../../../src/output/graph/mermaid.js';
import { anyPlan, csv, cyclic, hostile, report, retail } from './plans.js';

const parse = (plan: unknown) => mermaid.parse(formatMermaid(report(plan)));

describe('a plan as a Mermaid diagram', () => {
  it.each(Object.entries({ csv, cyclic, hostile, retail, empty: {} }))(
    'is one that Mermaid takes: %s',
    async (_, plan) => {
      // A configuration in the text could only come from a name.
      expect(await parse(plan)).toEqual({ diagramType: 'er', config: {} });
    },
  );

  it('is one with any names', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        expect(await parse(plan)).toEqual({ diagramType: 'er', config: {} });
      }),
    );
  });

  it('has fields, keys and relationships', () => {
    expect(formatMermaid(report(csv))).toBe(`erDiagram
  d1["1 · Loyalty card"] {
    text card_number UK "required"
    number contact FK "required"
    list tier "required"
    number points "required"
    decimal credit "required"
    date member_since "required"
    datetime last_used_at
    bool active "required"
    text store
    longtext note
  }
  t1["contacts (system schema)"] {
    _ id_contact
  }
  d1 }o--|| t1 : "contact → id_contact"
`);
  });

  it('keeps names that the grammar has no room for beside others', () => {
    const fields = ['prénom', 'a b', 'pk', '1st'].map((name) => ({ name, type: 'text' }));
    const lines = formatMermaid(report({ customData: [{ name: 'a', fields }] })).split('\n');
    expect(lines.slice(2, 6).map((line) => line.trim())).toEqual([
      'text prenom "prénom"',
      'text a_b "a b"',
      'text _pk "pk"',
      'text _1st "1st"',
    ]);
  });

  it('marks cycles', () => {
    const text = formatMermaid(report(cyclic));
    expect(text).toContain('d1["Store (in a cycle)"]');
    expect(text).toContain('class d1,d2,d3,t1 alarm');
  });
});
