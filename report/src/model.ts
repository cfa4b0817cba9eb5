import { fromBase64, gunzip, unpack, type Numbers, type Pack } from './pack';

export interface Feature {
  name: string;
  kind?: string;
  mean?: number;
}

export interface Trait {
  feature: number;
  text: string;
  test?: string;
  inside?: number;
  outside?: number;
  lift?: number;
  effect?: number;
  measure?: string;
  p?: number;
  q?: number;
}

export interface Cluster {
  cluster: number;
  name: string;
  size: number;
  share?: number;
  density?: number;
  conductance?: number;
  cohesion?: number;
  confidence?: number;
  unsure?: number;
  stability?: number;
  trust?: number;
  separation?: number;
  trustReason?: string;
  traits?: Trait[];
  typical?: number[];
  boundary?: number[];
  hubs?: number[];
  bridges?: number[];
}

export interface Scores {
  name: string;
  modularity?: number;
  silhouette?: number;
  agreement?: number;
  seconds?: number;
}

export interface Epoch {
  stage: string;
  epoch: number;
  total: number;
  reconstruction?: number;
  clustering?: number;
}

export type KScore = 'evidence' | 'support' | 'agreement' | 'modularity' | 'coverage' | 'silhouette';

/** What chance makes of a score: least, mean and largest of some draws. */
export interface Band {
  low: number;
  mean: number;
  high: number;
}

export interface SweepRow {
  k: number;
  occupied: number;
  largest: number;
  scores: Record<Exclude<KScore, 'evidence' | 'support'>, number> & { evidence: number | null; support: number | null };
  chance: (Record<Exclude<KScore, 'evidence' | 'support'>, Band> & { evidence: Band | null; support?: undefined }) | null;
}

/** Numbers of clusters that were tried, as sweep.json has them. */
export interface Sweep {
  criterion: string;
  rows: SweepRow[];
  choice: { k: number; alsoGood: number[]; sentence: string };
}

/** What the page is told before the nodes: small, whatever the graph's size. */
export interface Head {
  title: string;
  subtitle?: string;
  redacted: boolean;
  nodes: number;
  edges?: number;
  shownNodes: number;
  features: Feature[];
  /** Features the map is colored by, with the range that their bytes span. */
  shown: { feature: number; low: number; high: number }[];
  clusters: Cluster[];
  between?: number[][];
  expected?: number[][];
  /** What the weights of neighbors are: attention, or edge weight. */
  attention?: string;
  labels?: { names: string[]; counts: number[][] };
  labelMetrics?: Record<string, number>;
  scores: Scores[];
  sentences: string[];
  facts?: Record<string, string>;
  history: Epoch[];
  sweep?: Sweep;
  command?: string;
  provenance: { name: string; value: string }[];
  config?: string;
  warnings: string[];
  notes: string[];
}

/** Everything per node. Nodes are positions in these arrays; where a sample is shown, `number` has their number in the input. */
export interface Model {
  head: Head;
  n: number;
  x: Uint16Array;
  y: Uint16Array;
  cluster: Uint16Array;
  second: Uint16Array;
  /** 0 .. 255 */
  confidence: Uint8Array;
  margin: Uint8Array;
  number: Uint32Array | null;
  byNumber: Map<number, number> | null;
  rest: Rest | null;
}

export interface Rest {
  ids: string[] | null;
  lower: string[];
  degree: Uint32Array | null;
  neighbors: Int32Array | null;
  attention: Uint8Array | null;
  perNode: number;
  telling: Int32Array | null;
  tellingPerNode: number;
  label: Int32Array | null;
  /** One column a shown feature; 255 is missing. */
  shown: Uint8Array | null;
}

/** Ids up to this many characters are compared whole by search. */
const SEARCHED = 4000;

async function block<T>(id: string): Promise<Pack<T> | null> {
  const element = document.getElementById(id);
  const text = element?.textContent?.trim();
  if (!text) {
    return null;
  }
  element!.textContent = '';
  return unpack<T>(await gunzip(fromBase64(text)));
}

export async function readHead(): Promise<Model | null> {
  const pack = await block<Head>('kindred-head');
  if (!pack) {
    return null;
  }
  const need = <A extends Numbers>(name: string): A => {
    const array = pack.array(name);
    if (!array) {
      throw new Error(`${name}: expected an array in the report, got none`);
    }
    return array as A;
  };
  const x = need<Uint16Array>('x');
  const number = pack.array('number') as Uint32Array | null;
  return {
    head: pack.json,
    n: x.length,
    x,
    y: need('y'),
    cluster: need('cluster'),
    second: need('second'),
    confidence: need('confidence'),
    margin: need('margin'),
    number,
    byNumber: number ? new Map(Array.from(number, (value, i) => [value, i])) : null,
    rest: null,
  };
}

export async function readRest(model: Model): Promise<void> {
  const pack = await block<{ perNode: number; tellingPerNode: number }>('kindred-rest');
  const ids = pack ? texts(pack.array('idBytes') as Uint8Array | null, pack.array('idLengths') as Uint32Array | null) : null;
  model.rest = {
    ids,
    lower: (ids ?? Array.from({ length: model.n }, (_, i) => idOf(model, i))).map((id) => id.slice(0, SEARCHED).toLowerCase()),
    degree: (pack?.array('degree') as Uint32Array | null) ?? null,
    neighbors: (pack?.array('neighbors') as Int32Array | null) ?? null,
    attention: (pack?.array('attention') as Uint8Array | null) ?? null,
    perNode: pack?.json.perNode ?? 0,
    telling: (pack?.array('telling') as Int32Array | null) ?? null,
    tellingPerNode: pack?.json.tellingPerNode ?? 0,
    label: (pack?.array('label') as Int32Array | null) ?? null,
    shown: (pack?.array('shown') as Uint8Array | null) ?? null,
  };
}

/** UTF-8 texts one after the other, and how many bytes each has. */
export function texts(bytes: Uint8Array | null, lengths: Uint32Array | null): string[] | null {
  if (!bytes || !lengths) {
    return null;
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const out: string[] = new Array(lengths.length);
  let at = 0;
  for (let i = 0; i < lengths.length; i++) {
    out[i] = decoder.decode(bytes.subarray(at, at + lengths[i]!));
    at += lengths[i]!;
  }
  return out;
}

/** The user's name of a node, or its number where names were left out. */
export function idOf(model: Model, node: number): string {
  return model.rest?.ids?.[node] ?? `node ${model.number ? model.number[node]! : node}`;
}

/** Where a node of the input stands in the arrays, or -1 where the sample has left it out. */
export function positionOf(model: Model, number: number): number {
  return model.byNumber ? (model.byNumber.get(number) ?? -1) : number < model.n ? number : -1;
}

/** An id as it can be seen: one of blanks alone stands in quotes. */
export function seen(id: string): string {
  return id.trim() === '' ? `“${id}”` : id;
}
