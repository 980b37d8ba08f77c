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
  /** Where the edge leaves and arrives, below the tops of its boxes. */
  fromY: number;
  toY: number;
  /** Edges with the same look that arrive at the same place share the last part of their route. */
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
  /**
   * Routes from `from` to `to`: points, joined by lines at equal height and by curves otherwise.
   */
  routes: Point[][];
}
