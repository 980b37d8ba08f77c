/** Values as far as source code shows them, and the names that code in them can use: a function is a value with its frame. */
import type * as t from '@babel/types';
import type { SourceModule } from '../code/module.js';
import type { SourceProject } from '../code/project.js';
import type { Gap } from './gaps.js';

export type StaticNode = Leaf | ObjectNode | ListNode | UnknownNode;

/** A known value: a primitive, a function, or data. */
export interface Leaf {
  kind: 'leaf';
  value: unknown;
  /** The code of a function. */
  code?: { node: t.Node; frame: Frame };
}

export interface ObjectNode {
  kind: 'object';
  entries: Map<string, StaticNode>;
  /** It may have other keys. */
  open?: Gap;
}

export interface ListNode {
  kind: 'list';
  items: StaticNode[];
  /** Others may follow. */
  open?: Gap;
}

export interface UnknownNode {
  kind: 'unknown';
  gap: Gap;
}

export type Binding =
  | { kind: 'value'; init: t.Node; constant: boolean }
  /** A key of another value, as in `const { a } = b`. */
  | { kind: 'part'; init: t.Node; key: string }
  | { kind: 'import'; from: string; name: string; at: t.Node }
  | { kind: 'argument'; value: StaticNode }
  /** Declared, but with an unknown value. */
  | { kind: 'opaque'; at: t.Node };

export interface Frame {
  /** Identifies the function, as in `Changes`; empty for a module. */
  id: string;
  module: SourceModule;
  names: Map<string, Binding>;
  outer?: Frame;
}

/** Reads nested expressions: each reader passes the inner expressions back to it. */
export interface NodeReader {
  readonly project: SourceProject;
  read(node: t.Node, frame: Frame): StaticNode;
}
