import { count, dot, fixed, h, percent, plural, small } from '../dom';
import type { Cluster, Trait } from '../model';
import { clusterCss } from '../palette';
import { meter, nodeLinks, section, type Page } from './parts';

const SHOWN_TRAITS = 5;

type Order = 'trust' | 'size' | 'number';

export function clusters(page: Page): HTMLElement {
  const grid = h('div', { class: 'cards' });
  const fill = (order: Order): void => {
    grid.replaceChildren(...sorted(page.model.head.clusters, order).map((c) => card(page, c)));
  };
  fill('trust');
  const order = h(
    'select',
    { id: 'cluster-order', onchange: (e: Event) => fill((e.target as HTMLSelectElement).value as Order) },
    h('option', { value: 'trust' }, 'least trustworthy first'),
    h('option', { value: 'size' }, 'largest first'),
    h('option', { value: 'number' }, 'by number'),
  );
  return section(
    'clusters',
    'Clusters',
    'What each cluster is made of, named by the features that its members have more often than others.',
    h('div', { class: 'toolbar' }, h('label', { for: 'cluster-order' }, 'Order'), order),
    grid,
  );
}

export function sorted(all: Cluster[], order: Order): Cluster[] {
  const key = (c: Cluster): number => (order === 'size' ? -c.size : order === 'trust' ? (c.trust ?? c.confidence ?? 0) : c.cluster);
  return all.toSorted((a, b) => key(a) - key(b) || a.cluster - b.cluster);
}

function card(page: Page, c: Cluster): HTMLElement {
  const lists: [string, string, number[] | undefined][] = [
    ['Typical', 'nearest to the center', c.typical],
    ['On the boundary', 'nearly in another cluster', c.boundary],
    ['Hubs', 'most edges inside', c.hubs],
    ['Bridges', 'most edges to other clusters', c.bridges],
  ];
  return h(
    'article',
    { class: 'card', id: `cluster-${c.cluster}`, 'aria-label': `Cluster ${c.cluster}` },
    h(
      'header',
      null,
      dot(clusterCss(c.cluster)),
      h('h3', null, h('span', { class: 'number' }, String(c.cluster)), ' ', h('bdi', null, c.name)),
      h('button', { type: 'button', class: 'quiet', onclick: () => page.goToCluster(c.cluster), 'aria-label': `Show cluster ${c.cluster} on the map` }, 'Map'),
    ),
    h('p', { class: 'dim' }, `${plural(c.size, 'node')}${c.share === undefined ? '' : `, ${percent(c.share)} of all`}`),
    c.trustReason ? h('p', { class: 'reason' }, `${c.trustReason.charAt(0).toUpperCase()}${c.trustReason.slice(1)}`) : null,
    facts(c),
    traits(c),
    ...lists.map(([name, why, nodes]) => {
      const list = nodeLinks(page, nodes);
      return list ? h('div', { class: 'list' }, h('h4', null, name, h('span', { class: 'dim' }, ` ${why}`)), list) : null;
    }),
  );
}

function facts(c: Cluster): HTMLElement {
  const rows: [string, string, HTMLElement | null][] = [
    ['Confidence', 'mean share of the winning cluster', c.confidence === undefined ? null : meter(c.confidence, fixed(c.confidence, 2))],
    ['Unsure', 'members with a margin below 0.1', c.unsure === undefined ? null : meter(c.unsure, percent(c.unsure))],
    ['Cohesion', 'mean cosine to the center', c.cohesion === undefined ? null : meter(c.cohesion, fixed(c.cohesion, 2))],
    ['Separation', 'simplified silhouette on the embedding', c.separation === undefined ? null : meter(c.separation, fixed(c.separation, 2))],
    ['Conductance', 'edges that leave; less is better', c.conductance === undefined ? null : meter(c.conductance, fixed(c.conductance, 2))],
    ['Stability', 'how much comes back with other seeds', c.stability === undefined ? null : meter(c.stability, fixed(c.stability, 2))],
    ['Density', 'edges among members, of all possible', c.density === undefined ? null : h('span', { class: 'value' }, c.density < 0.001 ? c.density.toExponential(1) : fixed(c.density, 3))],
  ];
  return h(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([name, why, value]) => (value ? [h('div', null, h('dt', { title: why }, name), h('dd', null, value))] : [])),
  );
}

function traits(c: Cluster): HTMLElement | null {
  if (!c.traits || c.traits.length === 0) {
    return h('p', { class: 'dim' }, 'No feature sets this cluster apart.');
  }
  const rows = c.traits.map((t, i) => {
    const row = trait(t);
    row.hidden = i >= SHOWN_TRAITS;
    return row;
  });
  const more = c.traits.length - SHOWN_TRAITS;
  const button = h('button', { type: 'button', class: 'quiet' }, `${count(more)} more`);
  button.addEventListener('click', () => {
    rows.forEach((row) => (row.hidden = false));
    button.remove();
  });
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Features of cluster ${c.cluster}` },
    h(
      'table',
      { class: 'traits' },
      h(
        'thead',
        null,
        h('tr', null, h('th', { scope: 'col' }, 'Feature'), h('th', { scope: 'col', class: 'num' }, 'Lift'), h('th', { scope: 'col', class: 'num' }, 'Effect'), h('th', { scope: 'col', class: 'num' }, 'q')),
      ),
      h('tbody', null, ...rows),
    ),
    more > 0 ? button : null,
  );
}

function trait(t: Trait): HTMLTableRowElement {
  const compared =
    t.inside === undefined || t.outside === undefined
      ? null
      : h('span', { class: 'compared dim' }, t.lift === undefined ? `${fixed(t.inside, 2)} here, ${fixed(t.outside, 2)} elsewhere` : `${percent(t.inside)} here, ${percent(t.outside)} elsewhere`);
  return h(
    'tr',
    null,
    h('th', { scope: 'row' }, h('bdi', null, t.text), compared),
    h('td', { class: 'num' }, t.lift === undefined ? '–' : `${t.lift >= 10 ? t.lift.toFixed(0) : t.lift.toFixed(1)}×`),
    h('td', { class: 'num', title: t.measure }, fixed(t.effect, 2)),
    h('td', { class: 'num', title: t.test }, small(t.q)),
  );
}
