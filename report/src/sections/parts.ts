import { dot, h, plural } from '../dom';
import { idOf, seen, positionOf, type Model } from '../model';
import { clusterCss } from '../palette';
import type { State } from '../state';

export interface Page {
  state: State;
  model: Model;
  /** Picks a node and brings the map to it. */
  goToNode(node: number): void;
  /** Shows only a cluster and brings the map to it. */
  goToCluster(cluster: number): void;
  /** Says something to people who listen rather than look. */
  say(message: string): void;
}

export function section(id: string, title: string, lead: string | null, ...children: (Node | null)[]): HTMLElement {
  return h(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    h('h2', { id: `${id}-title` }, title),
    lead ? h('p', { class: 'lead' }, lead) : null,
    ...children,
  );
}

export function clusterName(model: Model, cluster: number): string {
  return model.head.clusters.find((c) => c.cluster === cluster)?.name ?? '';
}

/** A cluster as a word of a sentence: its color, number and name. */
export function clusterChip(page: Page, cluster: number): HTMLElement {
  return h(
    'button',
    { class: 'chip', type: 'button', onclick: () => page.goToCluster(cluster) },
    dot(clusterCss(cluster)),
    h('span', { class: 'number' }, String(cluster)),
    h('bdi', null, clusterName(page.model, cluster)),
  );
}

/** Nodes as buttons that lead to the map; those that a sample has left out are counted. */
export function nodeLinks(page: Page, numbers: number[] | undefined): HTMLElement | null {
  if (!numbers || numbers.length === 0) {
    return null;
  }
  const positions = numbers.map((number) => positionOf(page.model, number));
  const known = positions.filter((p) => p >= 0);
  const missing = positions.length - known.length;
  return h(
    'ul',
    { class: 'nodes' },
    ...known.map((p) => h('li', null, nodeLink(page, p))),
    missing > 0 ? h('li', { class: 'dim' }, `${plural(missing, 'node')} not in the sample`) : null,
  );
}

export function nodeLink(page: Page, position: number): HTMLElement {
  return h('button', { class: 'link', type: 'button', onclick: () => page.goToNode(position) }, h('bdi', null, seen(idOf(page.model, position))));
}

/** A number with a bar of its size, 0 .. 1. */
export function meter(value: number | undefined, shown: string): HTMLElement {
  const bar = h('span', { class: 'bar', 'aria-hidden': 'true' });
  const fill = h('span', null);
  fill.style.width = `${Math.round(100 * Math.min(1, Math.max(0, value ?? 0)))}%`;
  bar.append(fill);
  return h('span', { class: 'meter' }, bar, h('span', { class: 'value' }, shown));
}
