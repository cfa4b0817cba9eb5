/**
 * Colors for clusters: the six of Okabe and Ito (2008) that stand out on white and on black, then those that are farthest from all before them
 * as people with normal, protan, deutan and tritan vision see them (Machado et al., 2009; distances in OKLab). No palette keeps 24 colors
 * apart for everybody, so clusters carry their names on the map too.
 */
export const PALETTE = [
  '#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#a82418', '#8a70fc',
  '#7c4b6a', '#98be8c', '#364acc', '#866a83', '#c43f40', '#7792ee', '#fc5858', '#c6a6bd',
  '#6d4b8e', '#547cd3', '#9093c9', '#e07081', '#914046', '#fb9167', '#7456e0', '#ab5763',
];

export type Rgb = [number, number, number];

export function rgb(hex: string): Rgb {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as Rgb;
}

const LIGHT = PALETTE.map(rgb);
/** On a dark page every color is a fifth nearer to white. */
const DARK = LIGHT.map((color) => color.map((c) => Math.round(c + 0.2 * (255 - c))) as Rgb);

function at<T>(list: T[], i: number): T {
  return list[((i % list.length) + list.length) % list.length]!;
}

export function categorical(i: number, dark: boolean): Rgb {
  return at(dark ? DARK : LIGHT, i);
}

/** Which color of the palette each cluster has. */
let assigned: number[] = [];

/**
 * Gives clusters their colors, the largest first: of those left the one that is farthest from the colors of clusters nearby, so that neighbors on the
 * map are told apart. With more clusters than colors, every color is used about as often.
 *
 * @param places where each cluster lies in the unit square; null where it has no place
 * @param sizes nodes of each cluster
 */
export function assignColors(places: ({ x: number; y: number } | null)[], sizes: number[]): void {
  const k = places.length;
  assigned = Array.from({ length: k }, (_, i) => i);
  const used = PALETTE.map(() => 0);
  const done: number[] = [];
  const choices = Math.min(PALETTE.length, Math.max(k, 6));
  for (const cluster of Array.from({ length: k }, (_, i) => i).sort((a, b) => sizes[b]! - sizes[a]! || a - b)) {
    const least = Math.min(...used.slice(0, choices));
    let best = 0;
    let most = -1;
    for (let color = 0; color < choices; color++) {
      if (used[color]! > least) {
        continue;
      }
      const worst = Math.min(1e9, ...done.map((other) => difference(color, assigned[other]!) * (0.05 + distance(places[cluster]!, places[other]!))));
      if (worst > most) {
        most = worst;
        best = color;
      }
    }
    assigned[cluster] = best;
    used[best]! += 1;
    done.push(cluster);
  }
}

function distance(a: { x: number; y: number } | null, b: { x: number; y: number } | null): number {
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 1;
}

/** As the "redmean" formula weighs red, green and blue. */
function difference(a: number, b: number): number {
  const [r, g, c] = LIGHT[a]!.map((v, i) => v - LIGHT[b]![i]!) as Rgb;
  const mean = (LIGHT[a]![0] + LIGHT[b]![0]) / 2;
  return Math.sqrt((2 + mean / 256) * r * r + 4 * g * g + (2 + (255 - mean) / 256) * c * c);
}

export function clusterColor(cluster: number, dark: boolean): Rgb {
  return categorical(assigned[cluster] ?? cluster, dark);
}

/** The color of a cluster as the style sheet knows it; {@link paint} gives it its value. */
export function clusterCss(cluster: number): string {
  return `var(--cluster-${(assigned[cluster] ?? cluster) % PALETTE.length})`;
}

export function paint(root: HTMLElement, dark: boolean): void {
  PALETTE.forEach((_, i) => root.style.setProperty(`--cluster-${i}`, css(categorical(i, dark))));
}
/** Cividis (Nunez et al., 2018) at nine places: lightness rises evenly for everybody. */
const CIVIDIS = ['#00224e', '#123570', '#3b496c', '#575d6d', '#707173', '#8a8678', '#a59c74', '#c3b369', '#e1cc55', '#fee838'].map(rgb);

/** @param t 0 .. 1 */
export function sequential(t: number, dark: boolean): Rgb {
  // The ends that would vanish in the background are left out.
  const clamped = Math.min(1, Math.max(0, t));
  const at = (dark ? 0.22 + 0.78 * clamped : 0.92 * clamped) * (CIVIDIS.length - 1);
  const i = Math.min(CIVIDIS.length - 2, Math.floor(at));
  const f = at - i;
  const a = CIVIDIS[i]!;
  const b = CIVIDIS[i + 1]!;
  return [0, 1, 2].map((c) => Math.round(a[c]! * (1 - f) + b[c]! * f)) as Rgb;
}

export function css(color: Rgb, alpha = 1): string {
  return `rgba(${color[0]},${color[1]},${color[2]},${alpha})`;
}
