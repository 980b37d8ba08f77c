import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { formatSvg, LIMIT } from '../../../src/output/graph/svg.js';
import { anyPlan, csv, cyclic, hostile, report, retail } from './plans.js';

/** Accepts any content: the test only checks that the XML is well-formed. */
const schema = [
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/svg">
  <xs:element name="svg"><xs:complexType mixed="true">
    <xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/></xs:sequence>
    <xs:anyAttribute processContents="skip"/>
  </xs:complexType></xs:element></xs:schema>`,
];

async function complaints(...svgs: string[]): Promise<unknown[]> {
  const xml = svgs.map((contents, i) => ({ fileName: `${i}.svg`, contents }));
  const { errors } = await validateXML({ xml, schema });
  return [...errors];
}

describe('a plan as a picture', () => {
  it.each(Object.entries({ csv, cyclic, hostile, retail, empty: {} }))(
    'is well-formed, and needs nothing from elsewhere: %s',
    async (_, plan) => {
      const svg = formatSvg(report(plan));
      expect(await complaints(svg)).toEqual([]);
      const addresses = svg.match(/[a-z]+:\/\/[^"\s<]+/g) ?? [];
      expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
      expect(svg).not.toMatch(/<!DOCTYPE|<script|<image|@import/);
    },
  );

  it('is well-formed with any names', async () => {
    const plans = fc.sample(anyPlan, { numRuns: 30, seed: 1 });
    expect(await complaints(...plans.map((plan) => formatSvg(report(plan))))).toEqual([]);
  });

  it('has names where the pointer rests', () => {
    const svg = formatSvg(report(cyclic));
    const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'Store',
      'Employee',
      'Team',
      'Shift',
      'Romo',
      '30',
      'Store.manager → Employee.id',
      'Employee.team → Team.id',
      'Team.store → Store.id',
      'Shift.employee → Employee.id',
      'Shift.room → Romo.id',
      'Shift.contract → 30.id',
      'Employee.mentor → Employee.id',
      'Visit',
      'contacts',
      'Visit.contact → contacts.id_contact',
    ]);
  });

  it('is refused, with another way, for a plan in whose picture nobody finds anything', () => {
    const customData = Array.from({ length: LIMIT.definitions + 1 }, (_, i) => ({
      name: `d${i}`,
      fields: [],
    }));
    expect(() => formatSvg(report({ customData }))).toThrow(
      expect.objectContaining({
        code: 'SPM_INVALID_VALUE',
        hint: expect.stringContaining('--format text'),
      }),
    );
  });
});
