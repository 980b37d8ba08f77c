import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonNode, next } from '../../src/plan-file/json-node.js';

/** The value of a node is the text at its place. */
function expectPlaced(text: string, node: JsonNode, value: unknown): void {
  expect(JSON.parse(text.slice(...node.value)), text).toEqual(value);
  expect(text.slice(...node.value).trim()).toBe(text.slice(...node.value));
  if (typeof value !== 'object' || value === null) {
    expect(node.child(0)).toBeUndefined();
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const child = node.child(Array.isArray(value) ? Number(key) : key);
    if (child === undefined) throw new Error(`${key} is not found in ${text}`);
    if (!Array.isArray(value)) expect(JSON.parse(text.slice(...(child.key ?? [0, 0])))).toBe(key);
    expectPlaced(text, child, inner);
  }
}

it('finds every value and every key', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, 4, '\t'), (json, indent) => {
      const value: unknown = JSON.parse(json);
      const text = `\n ${JSON.stringify(value, null, indent)} \r\n`;
      expectPlaced(text, new JsonNode(text, next(text, 0)), value);
    }),
    { numRuns: 1000 },
  );
});

it('finds entries of long lists in any order', () => {
  const list = Array.from({ length: 300 }, (_, index) => ({ id: index, list: [index] }));
  const text = JSON.stringify([list]);
  const indexes = fc.array(fc.integer({ min: 0, max: 310 }), { maxLength: 30 });
  fc.assert(
    fc.property(indexes, (asked) => {
      const root = new JsonNode(text, 0);
      for (const index of asked) {
        const node = root.child(0)?.child(index);
        expect(node && JSON.parse(text.slice(...node.value))).toEqual(list[index]);
        expect(node?.child('list')?.child(0)?.value).toEqual(
          node && [
            text.indexOf(`[${index}]`) + 1,
            text.indexOf(`[${index}]`) + 1 + `${index}`.length,
          ],
        );
      }
    }),
  );
});

it('knows what is not there', () => {
  const text = '{"a": [1, {"b": 2}], "c": {}}';
  const root = new JsonNode(text, 0);
  expect(root.child('d')).toBeUndefined();
  expect(root.child(0)).toBeUndefined();
  expect(root.child('a')?.child(2)).toBeUndefined();
  expect(root.child('a')?.child('length')).toBeUndefined();
  expect(root.child('c')?.child('a')).toBeUndefined();
  expect(root.firstKey).toEqual([1, 4]);
});
