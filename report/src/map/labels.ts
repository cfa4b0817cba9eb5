export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Wanted {
  /** Where the label would stand best: the middle of its box. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Steps away from the best place, in heights of the label. */
const AROUND: [number, number][] = [[0, 0]];
for (const r of [0.6, 1.1, 1.6]) {
  for (let a = 0; a < 12; a++) {
    AROUND.push([1.5 * r * Math.cos((a * Math.PI) / 6), r * Math.sin((a * Math.PI) / 6)]);
  }
}

/**
 * Places labels so that none overlaps another or leaves the frame. The first come first; one that finds no place near its own is left out.
 *
 * @returns a box for each label, null where there was no room
 */
export function place(labels: Wanted[], width: number, height: number, gap = 3): (Box | null)[] {
  const taken: Box[] = [];
  return labels.map((label) => {
    if (label.x < 0 || label.y < 0 || label.x > width || label.y > height) {
      return null;
    }
    for (const [dx, dy] of AROUND) {
      const box = {
        x: label.x + dx * label.height - label.width / 2,
        y: label.y + dy * label.height - label.height / 2,
        width: label.width,
        height: label.height,
      };
      const inside = box.x >= 2 && box.y >= 2 && box.x + box.width <= width - 2 && box.y + box.height <= height - 2;
      if (inside && !taken.some((other) => overlap(box, other, gap))) {
        taken.push(box);
        return box;
      }
    }
    return null;
  });
}

export function overlap(a: Box, b: Box, gap = 0): boolean {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
}
