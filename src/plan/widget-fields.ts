import { isObject } from '../connector/problem.js';
import { type Fields, objectsIn } from './parts.js';
import type { Placed } from './reader.js';

/** The fields of a widget's form, in and outside of groups and style groups. */
export function widgetFields({ path, value: widget }: Placed<Fields>): Placed<Fields>[] {
  const schema = widget.config_schema;
  const place = `${path}.config_schema`;
  if (!isObject(schema)) return [];
  const groups = ['groups', 'style_groups'].flatMap((key) =>
    objectsIn(schema, key, `${place}.${key}`),
  );
  return [
    ...objectsIn(schema, 'fields', `${place}.fields`),
    ...groups.flatMap((group) => objectsIn(group.value, 'fields', `${group.path}.fields`)),
  ];
}
