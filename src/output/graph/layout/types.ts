/** The input and output of the layout, in points. A box is identified by its index. */

export interface Box {
  width: number;
  height: number;
}

/** A box with room that is kept free at its right side. */
export interface RoomyBox extends Box {
  room?: number;
}

export interface Edge {
  from: number;
  to: number;
  /** Where it leaves and arrives, below the tops of its boxes. */
  fromY: number;
  toY: number;
  /** Edges of one look that arrive at the same place share the last part of their way. */
  look: string;
}

export interface Point {
  x: number;
  y: number;
}

export interface Layout {
  width: number;
  height: number;
  /** Top left corners. */
  corners: Point[];
  /** Ways from `from` to `to`: points that are joined by lines where they have one height, else by curves. */
  routes: Point[][];
}
