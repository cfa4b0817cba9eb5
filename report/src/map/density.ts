import { contourDensity } from 'd3-contour';
import type { Model } from '../model';

const MOST = 20_000;
const SIDE = 1000;

/** Lines of equal density of nodes, in the unit square; the y axis points down, as on the screen. */
export function contours(model: Model): Path2D[] {
  const step = Math.max(1, Math.floor(model.n / MOST));
  const sample = Array.from({ length: Math.floor((model.n - 1) / step) + 1 }, (_, i) => i * step);
  const rings = contourDensity<number>()
    .x((i) => (model.x[i]! / 65535) * SIDE)
    .y((i) => (1 - model.y[i]! / 65535) * SIDE)
    .size([SIDE, SIDE])
    .cellSize(4)
    .bandwidth(20)
    .thresholds(9)(sample);
  return rings.map((ring) => {
    const path = new Path2D();
    for (const polygon of ring.coordinates) {
      for (const line of polygon) {
        line.forEach(([x, y], i) => (i === 0 ? path.moveTo(x! / SIDE, y! / SIDE) : path.lineTo(x! / SIDE, y! / SIDE)));
        path.closePath();
      }
    }
    return path;
  });
}

export interface Region {
  /** The middle of the cell where most of the cluster's members are. */
  x: number;
  y: number;
  /** Above this are few of its members that are near its middle. */
  top: number;
}

/** Where each cluster lies, by a grid of 40 by 40 smoothed once; null where it has no node on the map. */
export function regions(model: Model, clusters: number): (Region | null)[] {
  const side = 40;
  const grids = Array.from({ length: clusters }, () => new Float32Array(side * side));
  for (let i = 0; i < model.n; i++) {
    const gx = Math.min(side - 1, Math.floor((model.x[i]! / 65536) * side));
    const gy = Math.min(side - 1, Math.floor((model.y[i]! / 65536) * side));
    grids[model.cluster[i]!]![gy * side + gx]! += 1;
  }
  return grids.map((raw) => {
    const grid = smoothed(raw, side);
    const most = Math.max(...grid);
    if (most === 0) {
      return null;
    }
    const best = grid.indexOf(most);
    const column = best % side;
    let row = Math.floor(best / side);
    const y = (row + 0.5) / side;
    while (row + 1 < side && grid[(row + 1) * side + column]! > 0.25 * most) {
      row++;
    }
    return { x: (column + 0.5) / side, y, top: (row + 1) / side };
  });
}

function smoothed(grid: Float32Array, side: number): Float32Array {
  return grid.map((own, i) => {
    const x = i % side;
    const y = Math.floor(i / side);
    let sum = own;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if (x + dx >= 0 && x + dx < side && y + dy >= 0 && y + dy < side) {
          sum += grid[(y + dy) * side + x + dx]!;
        }
      }
    }
    return sum;
  });
}
