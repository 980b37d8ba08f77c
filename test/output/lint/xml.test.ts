import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { attributes, escapeText } from '../../../src/output/lint/xml.js';

it('replaces what XML cannot hold, and nothing else', () => {
  expect(escapeText('a\0b\u001b\ud800c\udc00\uffff')).toBe('a\ufffdb\ufffd\ufffdc\ufffd\ufffd');
  expect(escapeText('é漢😀\n')).toBe('é漢😀\n');
  expect(escapeText('\u0085\t\u202e')).toBe('&#133;&#9;&#8238;');
  expect(escapeText('a\n ::error::##vso[x]')).toBe('a\n &#58;:error::&#35;#vso[x]');
  expect(escapeText(']]>\r')).toBe(']]&gt;&#13;');
  expect(attributes({ a: '"\t\n', b: 1 })).toBe(' a="&quot;&#9;&#10;" b="1"');
});

const schema = [
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="items"/></xs:schema>`,
];

it('writes any text so that a parser takes it', async () => {
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 30 }), { numRuns: 2000, seed: 1 });
  const items = texts.map((text) => `<item${attributes({ text })}>${escapeText(text)}</item>`);
  const contents = `<items>${items.join('')}</items>`;
  const { errors } = await validateXML({ xml: [{ fileName: 'items.xml', contents }], schema });
  expect(errors).toEqual([]);
});
