import { type Model } from './model';

export type ColorBy = { kind: 'cluster' } | { kind: 'confidence' } | { kind: 'label' } | { kind: 'feature'; index: number };

/** What is chosen on the page, and who wants to know. */
export class State {
  colorBy: ColorBy = { kind: 'cluster' };
  clusters: Set<number> | null = null;
  confidence: [number, number] = [0, 1];
  size: [number, number];
  lasso: Uint8Array | null = null;
  picked = -1;
  hovered = -1;
  /** 1 where a node passes all filters */
  readonly visible: Uint8Array;
  visibleCount: number;
  private readonly listeners: ((what: Change) => void)[] = [];
  readonly largest: number;

  constructor(readonly model: Model) {
    this.largest = Math.max(1, ...model.head.clusters.map((c) => c.size));
    this.size = [0, this.largest];
    this.visible = new Uint8Array(model.n).fill(1);
    this.visibleCount = model.n;
  }

  listen(listener: (what: Change) => void): void {
    this.listeners.push(listener);
  }

  tell(what: Change): void {
    if (what === 'filter') {
      this.filter();
    }
    this.listeners.forEach((listener) => listener(what));
  }

  pick(node: number): void {
    this.picked = node;
    this.tell('picked');
  }

  get filtered(): boolean {
    return this.visibleCount < this.model.n || this.lasso !== null;
  }

  clear(): void {
    this.clusters = null;
    this.confidence = [0, 1];
    this.size = [0, this.largest];
    this.lasso = null;
    this.tell('filter');
  }

  private filter(): void {
    const { n, cluster, confidence, head } = this.model;
    const of = new Uint8Array(Math.max(0, ...head.clusters.map((c) => c.cluster)) + 1);
    for (const c of head.clusters) {
      const chosen = this.clusters === null || this.clusters.has(c.cluster);
      of[c.cluster] = chosen && c.size >= this.size[0] && c.size <= this.size[1] ? 1 : 0;
    }
    const low = this.confidence[0] * 255 - 0.5;
    const high = this.confidence[1] * 255 + 0.5;
    let total = 0;
    for (let i = 0; i < n; i++) {
      const passes = of[cluster[i]!]! && confidence[i]! >= low && confidence[i]! <= high && (!this.lasso || this.lasso[i]!) ? 1 : 0;
      this.visible[i] = passes;
      total += passes;
    }
    this.visibleCount = total;
  }
}

export type Change = 'filter' | 'color' | 'picked' | 'rest' | 'theme';
