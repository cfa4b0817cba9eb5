import KDBush from 'kdbush';
import { colorsOf } from '../colors';
import { count, h, plural, shortened } from '../dom';
import { idOf, seen, type Model } from '../model';
import { clusterColor, css } from '../palette';
import type { State } from '../state';
import { isDark } from '../theme';
import { contours, regions } from './density';
import { place, type Box } from './labels';
import { inside } from './lasso';
import { renderer, type PointRenderer } from './points';
import { fit, zoomed, type View } from './view';

export type Tool = 'move' | 'lasso';

interface RegionLabel {
  cluster: number;
  name: string;
  size: string;
  x: number;
  y: number;
}

/** Labels show this many letters of a name, on a narrow map fewer. */
const SHOWN_NAME = 28;
const SHOWN_NAME_NARROW = 16;

/** The map: points, density, labels, the picked node's edges, and what the pointer and the keys do to it. */
export class NodeMap {
  readonly element: HTMLElement;
  tool: Tool = 'move';
  /** The boxes of the labels last drawn, for tests. */
  labelBoxes: Box[] = [];
  private readonly pointCanvas = h('canvas', { class: 'layer', 'aria-hidden': 'true' });
  private readonly overCanvas = h('canvas', { class: 'layer', 'aria-hidden': 'true' });
  private readonly card = h('div', { class: 'hover-card', hidden: true, 'aria-hidden': 'true' });
  private readonly printed = h('img', { class: 'printed', alt: 'The map of the nodes, as the table below lists them' });
  private readonly points: PointRenderer;
  private readonly rgba: Uint8Array;
  private readonly labels: RegionLabel[];
  private index: KDBush | null = null;
  private density: Path2D[] = [];
  private view: View = { scale: 1, left: 0, top: 0 };
  private home: View = { scale: 1, left: 0, top: 0 };
  private width = 1;
  private height = 1;
  private frame = 0;
  private moving = false;
  private lassoPath: number[] = [];
  private readonly pointers = new Map<number, { x: number; y: number }>();
  private movedFar = false;
  private rested = 0;

  constructor(
    private readonly state: State,
    allowGl: boolean,
  ) {
    const { model } = state;
    this.element = h(
      'div',
      {
        class: 'map',
        tabindex: '0',
        role: 'application',
        'aria-label': `Map of ${plural(model.n, 'node')}. Arrow keys move it, plus and minus zoom, 0 shows all. The table of nodes below says the same.`,
      },
      this.pointCanvas,
      this.overCanvas,
      this.card,
      this.printed,
    );
    this.points = renderer(this.pointCanvas, model.x, model.y, allowGl);
    this.rgba = new Uint8Array(4 * model.n);
    this.labels = regionLabels(model);
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.element);
    state.listen((what) => {
      if (what === 'filter' || what === 'color' || what === 'theme') {
        this.recolor();
      }
      this.request();
    });
  }

  get rendererName(): string {
    return this.points.name;
  }

  /** Makes what the first picture does without: density and the index for the pointer. */
  finish(): void {
    const { model } = this.state;
    const index = new KDBush(model.n, 64, Uint16Array);
    for (let i = 0; i < model.n; i++) {
      index.add(model.x[i]!, model.y[i]!);
    }
    this.index = index.finish();
    this.density = contours(model);
    this.request();
  }

  recolor(): void {
    colorsOf(this.state, isDark(), this.rgba);
    this.points.colors(this.rgba);
  }

  showAll(): void {
    this.glide(this.home);
  }

  zoomBy(factor: number): void {
    this.glide(zoomed(this.view, factor, this.width / 2, this.height / 2));
  }

  /** Moves the view to some nodes. */
  focus(nodes: number[], closest: number): void {
    if (nodes.length === 0) {
      return;
    }
    const target = fit(this.width, this.height, bounds(this.state.model, nodes), 60);
    const most = this.home.scale * closest;
    this.glide(target.scale > most ? zoomed(target, most / target.scale, this.width / 2, this.height / 2) : target);
  }

  /** Where a node is drawn, in pixels of the map. */
  at(node: number): [number, number] {
    const { x, y } = this.state.model;
    return [(x[node]! / 65535) * this.view.scale + this.view.left, (1 - y[node]! / 65535) * this.view.scale + this.view.top];
  }

  private resize(): void {
    const box = this.element.getBoundingClientRect();
    if (box.width === 0) {
      return;
    }
    const first = this.width === 1;
    const same = this.view.scale === this.home.scale && this.view.left === this.home.left;
    this.width = box.width;
    this.height = box.height;
    const ratio = this.ratio();
    for (const canvas of [this.pointCanvas, this.overCanvas]) {
      canvas.width = Math.round(box.width * ratio);
      canvas.height = Math.round(box.height * ratio);
    }
    const all = { x0: 0, y0: 0, x1: 1, y1: 1 };
    this.home = fit(this.width, this.height, this.state.model.n ? bounds(this.state.model, null) : all, 28);
    if (first || same) {
      this.view = this.home;
    }
    if (first) {
      this.recolor();
    }
    this.draw();
  }

  private ratio(): number {
    return Math.min(2, window.devicePixelRatio || 1);
  }

  private request(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
    }
  }

  private glide(target: View): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.view = target;
      this.request();
      return;
    }
    const from = this.view;
    const begun = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, (now - begun) / 280);
      const e = 1 - (1 - t) ** 3;
      const scale = from.scale * (target.scale / from.scale) ** e;
      // The point that stays where it is while both views become one.
      const f = target.scale === from.scale ? e : (scale - from.scale) / (target.scale - from.scale);
      this.view = { scale, left: from.left + (target.left - from.left) * f, top: from.top + (target.top - from.top) * f };
      this.moving = t < 1;
      this.draw();
      if (t < 1) {
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  }

  private pointSize(): number {
    const n = this.state.model.n;
    const base = Math.min(7.5, Math.max(1.9, 75 / Math.cbrt(n)));
    return Math.min(14, base * Math.max(1, this.view.scale / this.home.scale) ** 0.4 * Math.min(1.15, Math.max(0.75, this.home.scale / 600)));
  }

  draw(): void {
    if (this.width === 1) {
      return;
    }
    this.points.draw(this.view, this.width, this.height, this.ratio(), this.pointSize(), this.moving);
    this.drawOver(this.overCanvas.getContext('2d')!, isDark());
  }

  private drawOver(c: CanvasRenderingContext2D, dark: boolean): void {
    const ratio = this.ratio();
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, this.width, this.height);
    this.drawDensity(c, ratio, dark);
    this.drawEdges(c, dark);
    this.drawLasso(c, dark);
    this.drawLabels(c, dark);
  }

  private drawDensity(c: CanvasRenderingContext2D, ratio: number, dark: boolean): void {
    c.save();
    c.setTransform(ratio * this.view.scale, 0, 0, ratio * this.view.scale, ratio * this.view.left, ratio * this.view.top);
    c.lineWidth = 1 / this.view.scale;
    const strength = Math.min(1, Math.max(0, 1.4 - 0.15 * (this.view.scale / this.home.scale)));
    this.density.forEach((path, i) => {
      c.strokeStyle = dark ? `rgba(255,255,255,${strength * (0.1 + 0.018 * i)})` : `rgba(20,30,45,${strength * (0.07 + 0.012 * i)})`;
      c.stroke(path);
    });
    c.restore();
  }

  private drawEdges(c: CanvasRenderingContext2D, dark: boolean): void {
    const { model, picked, hovered } = this.state;
    const ink = dark ? '#ffffff' : '#14181d';
    if (picked >= 0) {
      const [px, py] = this.at(picked);
      const rest = model.rest;
      for (let r = 0; r < (rest?.perNode ?? 0); r++) {
        const other = rest!.neighbors![r * model.n + picked]!;
        if (other < 0) {
          continue;
        }
        const strength = rest!.attention![r * model.n + picked]! / 255;
        const [ox, oy] = this.at(other);
        c.strokeStyle = ink;
        c.globalAlpha = 0.35 + 0.5 * strength;
        c.lineWidth = 1 + 3 * strength;
        c.beginPath();
        c.moveTo(px, py);
        c.lineTo(ox, oy);
        c.stroke();
        c.globalAlpha = 1;
        this.ring(c, ox, oy, css(clusterColor(model.cluster[other]!, dark)), 4, ink, 1);
      }
      this.ring(c, px, py, css(clusterColor(model.cluster[picked]!, dark)), 7, ink, 2.5);
    }
    if (hovered >= 0 && hovered !== picked) {
      const [px, py] = this.at(hovered);
      this.ring(c, px, py, css(clusterColor(model.cluster[hovered]!, dark)), 5, ink, 2);
    }
  }

  private ring(c: CanvasRenderingContext2D, x: number, y: number, fill: string, radius: number, stroke: string, width: number): void {
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.fillStyle = fill;
    c.fill();
    c.lineWidth = width;
    c.strokeStyle = stroke;
    c.stroke();
  }

  private drawLasso(c: CanvasRenderingContext2D, dark: boolean): void {
    if (this.lassoPath.length < 4) {
      return;
    }
    c.beginPath();
    for (let i = 0; i < this.lassoPath.length; i += 2) {
      c.lineTo(this.lassoPath[i]!, this.lassoPath[i + 1]!);
    }
    c.closePath();
    c.fillStyle = dark ? 'rgba(255,255,255,.08)' : 'rgba(20,30,45,.07)';
    c.fill();
    c.setLineDash([5, 4]);
    c.lineWidth = 1.5;
    c.strokeStyle = dark ? '#e8eaed' : '#30363d';
    c.stroke();
    c.setLineDash([]);
  }

  private drawLabels(c: CanvasRenderingContext2D, dark: boolean): void {
    const most = this.width < 520 ? SHOWN_NAME_NARROW : SHOWN_NAME;
    const chosen = this.labels
      .filter((label) => this.state.clusters === null || this.state.clusters.has(label.cluster))
      .map((label) => ({ ...label, name: shortened(label.name, most) }));
    const strong = '600 13.5px system-ui, sans-serif';
    const light = '12px system-ui, sans-serif';
    c.font = strong;
    const wanted = chosen.map((label) => ({
      x: label.x * this.view.scale + this.view.left,
      y: (1 - label.y) * this.view.scale + this.view.top - 14,
      width: Math.max(c.measureText(label.name).width, 40) + 12,
      height: 32,
    }));
    const boxes = place(wanted, this.width, this.height);
    this.labelBoxes = boxes.filter((box): box is Box => box !== null);
    c.textAlign = 'center';
    c.textBaseline = 'alphabetic';
    c.lineJoin = 'round';
    boxes.forEach((box, i) => {
      if (box === null) {
        return;
      }
      const label = chosen[i]!;
      const middle = box.x + box.width / 2;
      c.strokeStyle = dark ? 'rgba(20,23,26,.88)' : 'rgba(255,255,255,.92)';
      c.lineWidth = 4.5;
      for (const [text, font, y, ink] of [
        [label.name, strong, box.y + 14, dark ? '#f4f6f8' : '#12161b'],
        [label.size, light, box.y + 28, dark ? '#c3cad2' : '#3d4650'],
      ] as const) {
        c.font = font;
        c.strokeText(text, middle, y);
        c.fillStyle = ink;
        c.fillText(text, middle, y);
      }
    });
  }

  private listen(): void {
    const el = this.element;
    el.addEventListener('wheel', (e) => {
      e.preventDefault();
      const box = el.getBoundingClientRect();
      this.view = zoomed(this.view, Math.exp(-e.deltaY * (e.deltaMode === 1 ? 0.05 : 0.0016)), e.clientX - box.left, e.clientY - box.top);
      this.rest();
    }, { passive: false });
    el.addEventListener('pointerdown', (e) => this.down(e));
    el.addEventListener('pointermove', (e) => this.move(e));
    el.addEventListener('pointerup', (e) => this.up(e));
    el.addEventListener('pointercancel', (e) => this.pointers.delete(e.pointerId));
    el.addEventListener('pointerleave', () => this.hover(-1, 0, 0));
    el.addEventListener('dblclick', (e) => {
      const box = el.getBoundingClientRect();
      this.glide(zoomed(this.view, 2.2, e.clientX - box.left, e.clientY - box.top));
    });
    el.addEventListener('keydown', (e) => this.key(e));
    window.addEventListener('beforeprint', () => this.print());
  }

  /** While the view moves the canvas renderer draws less; this brings the rest back. */
  private rest(): void {
    this.moving = true;
    this.request();
    clearTimeout(this.rested);
    this.rested = window.setTimeout(() => {
      this.moving = false;
      this.request();
    }, 140);
  }

  private local(e: PointerEvent): { x: number; y: number } {
    const box = this.element.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  }

  private down(e: PointerEvent): void {
    if (e.button !== 0) {
      return;
    }
    const p = this.local(e);
    this.element.setPointerCapture(e.pointerId);
    this.pointers.set(e.pointerId, p);
    this.movedFar = false;
    if (this.tool === 'lasso' && this.pointers.size === 1) {
      this.lassoPath = [p.x, p.y];
    } else {
      this.lassoPath = [];
    }
  }

  private move(e: PointerEvent): void {
    const p = this.local(e);
    const before = this.pointers.get(e.pointerId);
    if (!before) {
      if (e.pointerType !== 'touch') {
        this.hover(this.nearest(p.x, p.y, 12), p.x, p.y);
      }
      return;
    }
    if (Math.hypot(p.x - before.x, p.y - before.y) > 3 || this.movedFar) {
      this.movedFar = true;
      this.hover(-1, 0, 0);
    } else {
      return;
    }
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== e.pointerId)![1];
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(p.x - other.x, p.y - other.y);
      const middle = { x: (p.x + other.x) / 2, y: (p.y + other.y) / 2 };
      this.view = zoomed(this.view, was > 0 ? is / was : 1, middle.x, middle.y);
      this.view = { ...this.view, left: this.view.left + (p.x - before.x) / 2, top: this.view.top + (p.y - before.y) / 2 };
      this.pointers.set(e.pointerId, p);
      this.rest();
    } else if (this.tool === 'lasso') {
      this.lassoPath.push(p.x, p.y);
      this.pointers.set(e.pointerId, p);
      this.request();
    } else {
      this.view = { ...this.view, left: this.view.left + p.x - before.x, top: this.view.top + p.y - before.y };
      this.pointers.set(e.pointerId, p);
      this.rest();
    }
  }

  private up(e: PointerEvent): void {
    const p = this.local(e);
    const known = this.pointers.delete(e.pointerId);
    if (!known) {
      return;
    }
    if (this.lassoPath.length >= 6 && this.movedFar) {
      this.select(this.lassoPath);
    } else if (!this.movedFar) {
      const node = this.nearest(p.x, p.y, e.pointerType === 'touch' ? 22 : 12);
      if (node >= 0 || this.state.picked >= 0) {
        this.state.pick(node);
      }
    }
    this.lassoPath = [];
    this.request();
  }

  private select(path: number[]): void {
    const { model, visible } = this.state;
    const lasso = new Uint8Array(model.n);
    const wasLasso = this.state.lasso;
    let any = false;
    for (let i = 0; i < model.n; i++) {
      const [x, y] = this.at(i);
      if ((visible[i]! || wasLasso) && inside(path, x, y)) {
        lasso[i] = 1;
        any = true;
      }
    }
    this.state.lasso = any ? lasso : null;
    this.state.tell('filter');
  }

  private nearest(px: number, py: number, reach: number): number {
    if (!this.index) {
      return -1;
    }
    const { model, visible } = this.state;
    const ux = ((px - this.view.left) / this.view.scale) * 65535;
    const uy = (1 - (py - this.view.top) / this.view.scale) * 65535;
    const r = (Math.max(reach, this.pointSize()) / this.view.scale) * 65535;
    let best = -1;
    let least = Infinity;
    for (const i of this.index.within(ux, uy, r)) {
      const d = (model.x[i]! - ux) ** 2 + (model.y[i]! - uy) ** 2;
      if (visible[i]! && d < least) {
        least = d;
        best = i;
      }
    }
    return best;
  }

  private hover(node: number, x: number, y: number): void {
    this.element.classList.toggle('over-node', node >= 0);
    if (node !== this.state.hovered) {
      this.state.hovered = node;
      this.request();
    }
    this.card.hidden = node < 0;
    if (node < 0) {
      return;
    }
    const { model } = this.state;
    const cluster = model.head.clusters.find((c) => c.cluster === model.cluster[node]);
    this.card.replaceChildren(
      h('strong', null, h('bdi', null, seen(idOf(model, node)))),
      h('div', null, `cluster ${model.cluster[node]} · `, h('bdi', null, cluster?.name ?? '')),
      h('div', { class: 'dim' }, `confidence ${(model.confidence[node]! / 255).toFixed(2)}, runner-up ${model.second[node]}`),
    );
    const right = x > this.width - 270;
    this.card.style.transform = `translate(${right ? x - 12 : x + 14}px, ${y + 14}px) translate(${right ? '-100%' : '0'}, ${y > this.height - 110 ? '-120%' : '0'})`;
  }

  private key(e: KeyboardEvent): void {
    const step = 60;
    const moves: Record<string, [number, number]> = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[e.key];
    if (move) {
      this.glide({ ...this.view, left: this.view.left + move[0], top: this.view.top + move[1] });
    } else if (e.key === '+' || e.key === '=') {
      this.zoomBy(1.5);
    } else if (e.key === '-') {
      this.zoomBy(1 / 1.5);
    } else if (e.key === '0') {
      this.showAll();
    } else if (e.key === 'Escape') {
      this.state.lasso = null;
      this.state.tell('filter');
      this.state.pick(-1);
    } else {
      return;
    }
    e.preventDefault();
  }

  /** Puts the map into an image, in the colors of paper: canvases of WebGL are empty once drawn. */
  private print(): void {
    const ratio = this.ratio();
    const image = h('canvas', { width: this.pointCanvas.width, height: this.pointCanvas.height });
    const c = image.getContext('2d')!;
    colorsOf(this.state, false, this.rgba);
    this.points.colors(this.rgba);
    this.points.draw(this.view, this.width, this.height, ratio, this.pointSize(), false);
    c.drawImage(this.pointCanvas, 0, 0);
    const over = h('canvas', { width: image.width, height: image.height });
    this.drawOver(over.getContext('2d')!, false);
    c.drawImage(over, 0, 0);
    this.printed.src = image.toDataURL('image/png');
    this.recolor();
    this.draw();
  }
}

function bounds(model: Model, nodes: number[] | null): { x0: number; y0: number; x1: number; y1: number } {
  let [x0, y0, x1, y1] = [65535, 65535, 0, 0];
  const count = nodes ? nodes.length : model.n;
  for (let o = 0; o < count; o++) {
    const i = nodes ? nodes[o]! : o;
    x0 = Math.min(x0, model.x[i]!);
    x1 = Math.max(x1, model.x[i]!);
    y0 = Math.min(y0, model.y[i]!);
    y1 = Math.max(y1, model.y[i]!);
  }
  return { x0: x0 / 65535, y0: y0 / 65535, x1: x1 / 65535, y1: y1 / 65535 };
}

function regionLabels(model: Model): RegionLabel[] {
  const most = Math.max(0, ...model.head.clusters.map((c) => c.cluster)) + 1;
  const at = regions(model, Math.max(most, 1));
  return model.head.clusters
    .toSorted((a, b) => b.size - a.size)
    .flatMap((c) => {
      const region = at[c.cluster];
      return region ? [{ cluster: c.cluster, name: c.name, size: `${c.cluster} · ${count(c.size)}`, x: region.x, y: region.top }] : [];
    });
}
