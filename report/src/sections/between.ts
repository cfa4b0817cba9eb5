import { count, h, percent, s, shortened } from '../dom';
import { regions } from '../map/density';
import { place as labelPlaces } from '../map/labels';
import { clusterCss, css } from '../palette';
import { clusterName, section, type Page } from './parts';

/** Clusters up to this many are told in numbers, too. */
const NUMBERED = 24;

export function between(page: Page): HTMLElement | null {
  const weights = page.model.head.between;
  if (!weights || weights.length === 0) {
    return null;
  }
  return section(
    'between',
    'Between clusters',
    'How the edges run: each row is a cluster, and a cell is the share of the ends of its edges that lie in the cluster of the column.',
    h('div', { class: 'pair' }, matrix(page, weights), graph(page, weights)),
  );
}

export function rowShares(weights: number[][]): number[][] {
  return weights.map((row, i) => {
    // An edge inside has both of its ends in the cluster.
    const ends = row.map((w, j) => (i === j ? 2 * w : w));
    const sum = ends.reduce((a, b) => a + b, 0);
    return ends.map((w) => (sum === 0 ? 0 : w / sum));
  });
}

function matrix(page: Page, weights: number[][]): HTMLElement {
  const shares = rowShares(weights);
  const head = h('tr', null, h('td', null), ...shares.map((_, j) => h('th', { scope: 'col' }, String(j))));
  const rows = shares.map((row, i) =>
    h(
      'tr',
      null,
      h('th', { scope: 'row', title: clusterName(page.model, i) }, String(i)),
      ...row.map((share, j) => heat(share, shares.length <= NUMBERED ? (share < 0.005 ? '' : Math.round(100 * share).toString()) : '', told(page, i, j, share, weights[i]![j]!))),
    ),
  );
  return h(
    'figure',
    null,
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Matrix of edges between clusters' }, h('table', { class: shares.length <= 10 ? 'heat few' : 'heat' }, h('thead', null, head), h('tbody', null, ...rows))),
    h('figcaption', null, 'Per cent of each row.'),
  );
}

function told(page: Page, i: number, j: number, share: number, weight: number): string {
  const chance = page.model.head.expected?.[i]?.[j];
  const times = chance ? `, ${(weight / chance).toFixed(1)} times what chance would give` : '';
  return `${percent(share)} of cluster ${i} to cluster ${j}: weight ${count(weight)}${times}`;
}

/** A cell as dark as its number is large; told by the number as well. */
export function heat(share: number, shown: string, title: string): HTMLElement {
  const cell = h('td', { title }, shown);
  const strength = Math.min(1, Math.sqrt(share));
  if (share > 0) {
    // No shade between, on which neither black nor white can be read well.
    const strong = strength > 0.75;
    cell.style.background = css([0, 84, 140], strong ? 0.8 + 0.8 * (strength - 0.75) : 0.05 + 0.8 * strength);
    cell.classList.toggle('strong', strong);
  }
  return cell;
}

function graph(page: Page, weights: number[][]): HTMLElement {
  const { model } = page;
  const at = regions(model, weights.length);
  const width = 560;
  const height = 420;
  const xs = at.flatMap((region) => (region ? [region.x] : []));
  const ys = at.flatMap((region) => (region ? [region.y] : []));
  const along = (value: number, of: number[]): number => {
    const [low, high] = [Math.min(...of), Math.max(...of)];
    return high > low ? (value - low) / (high - low) : 0.5;
  };
  const place = (i: number): [number, number] => [70 + along(at[i]?.x ?? 0, xs) * (width - 140), height - 50 - along(at[i]?.y ?? 0, ys) * (height - 90)];
  const most = Math.max(1e-9, ...weights.flatMap((row, i) => row.filter((_, j) => j !== i)));
  const largest = page.state.largest;
  const lines: SVGElement[] = [];
  weights.forEach((row, i) =>
    row.forEach((weight, j) => {
      if (j > i && weight > 0.01 * most && at[i] && at[j]) {
        const [x1, y1] = place(i);
        const [x2, y2] = place(j);
        lines.push(s('line', { x1, y1, x2, y2, class: 'edge', 'stroke-width': (0.6 + 9 * (weight / most)).toFixed(1), 'stroke-opacity': (0.25 + 0.45 * (weight / most)).toFixed(2) }));
      }
    }),
  );
  const shown = model.head.clusters.filter((c) => at[c.cluster]).toSorted((a, b) => b.size - a.size);
  const radius = (size: number): number => 7 + 17 * Math.sqrt(size / largest);
  const names = shown.map((c) => shortened(c.name, 20));
  const boxes = labelPlaces(
    shown.map((c, i) => {
      const [x, y] = place(c.cluster);
      return { x, y: y + radius(c.size) + 11, width: 7 * (names[i]!.length + 3), height: 15 };
    }),
    width,
    height,
    0,
  );
  const balls = shown.map((c) => {
    const [x, y] = place(c.cluster);
    const ball = s('circle', { cx: x, cy: y, r: radius(c.size).toFixed(1), class: 'ball' });
    ball.style.fill = clusterCss(c.cluster);
    return ball;
  });
  const labels = shown.map((c, i) => {
    const box = boxes[i];
    const [x, y] = place(c.cluster);
    // Where its name has no room, a cluster keeps its number.
    return box
      ? s('text', { x: box.x + box.width / 2, y: box.y + 12, class: 'ball-name' }, `${c.cluster} ${names[i]}`)
      : s('text', { x, y: y + 4, class: 'ball-name' }, String(c.cluster));
  });
  const nodes = [...balls, ...labels];
  return h(
    'figure',
    null,
    s('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Graph of the clusters; its weights are those of the matrix' }, ...lines, ...nodes),
    h('figcaption', null, 'Where the clusters lie on the map; a line is as wide as the weight of the edges.'),
  );
}
