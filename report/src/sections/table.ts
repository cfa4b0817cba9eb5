import { csv, save } from '../csv';
import { count, dot, fixed, h, plural } from '../dom';
import { idOf } from '../model';
import { clusterCss } from '../palette';
import { clusterName, nodeLink, section, type Page } from './parts';

const ROWS = 25;

type Key = 'node' | 'cluster' | 'confidence' | 'second' | 'margin';

/** The map's equal: the nodes that pass the filters, page by page. */
export function nodeTable(page: Page): HTMLElement {
  const { model, state } = page;
  const body = h('tbody', null);
  const said = h('p', { role: 'status' });
  let key: Key = 'node';
  let descending = false;
  let from = 0;
  let order: Int32Array = new Int32Array(0);
  const value: Record<Key, (i: number) => number> = {
    node: (i) => i,
    cluster: (i) => model.cluster[i]!,
    confidence: (i) => model.confidence[i]!,
    second: (i) => model.second[i]!,
    margin: (i) => model.margin[i]!,
  };
  const columns: [Key, string][] = [['node', 'Node'], ['cluster', 'Cluster'], ['confidence', 'Confidence'], ['second', 'Runner-up'], ['margin', 'Margin']];
  const heads = columns.map(([name, title]) => {
    const button = h('button', { type: 'button', class: 'sort' }, title);
    button.addEventListener('click', () => {
      descending = key === name ? !descending : false;
      key = name;
      sort();
    });
    return h('th', { scope: 'col', class: name === 'confidence' || name === 'margin' ? 'num' : undefined }, button);
  });
  const sort = (): void => {
    const chosen = new Int32Array(state.visibleCount);
    let at = 0;
    for (let i = 0; i < model.n; i++) {
      if (state.visible[i]) {
        chosen[at++] = i;
      }
    }
    const of = value[key];
    const sign = descending ? -1 : 1;
    order = chosen.sort((a, b) => sign * (of(a) - of(b)) || a - b);
    from = 0;
    columns.forEach(([name], i) => heads[i]!.setAttribute('aria-sort', name === key ? (descending ? 'descending' : 'ascending') : 'none'));
    fill();
  };
  const fill = (): void => {
    const rows = Array.from(order.subarray(from, from + ROWS));
    body.replaceChildren(
      ...rows.map((i) =>
        h(
          'tr',
          { class: i === state.picked ? 'picked' : undefined },
          h('th', { scope: 'row' }, nodeLink(page, i)),
          h('td', null, dot(clusterCss(model.cluster[i]!)), `${model.cluster[i]} `, h('bdi', { class: 'dim' }, clusterName(model, model.cluster[i]!))),
          h('td', { class: 'num' }, fixed(model.confidence[i]! / 255, 2)),
          h('td', null, String(model.second[i])),
          h('td', { class: 'num' }, fixed(model.margin[i]! / 255, 2)),
        ),
      ),
    );
    said.textContent =
      order.length === 0
        ? 'No node passes the filters.'
        : `${count(from + 1)} to ${count(Math.min(order.length, from + ROWS))} of ${plural(order.length, 'node')}${order.length < model.n ? `, filtered from ${count(model.n)}` : ''}`;
    back.disabled = from === 0;
    on.disabled = from + ROWS >= order.length;
  };
  const back = h('button', { type: 'button', onclick: () => { from = Math.max(0, from - ROWS); fill(); } }, 'Earlier');
  const on = h('button', { type: 'button', onclick: () => { from += ROWS; fill(); } }, 'Later');
  const keep = h('button', { type: 'button', onclick: () => save('nodes.csv', listed(page, order)) }, 'Save as CSV');
  state.listen((what) => {
    if (what === 'filter') {
      sort();
    } else if (what === 'rest' || what === 'picked') {
      fill();
    }
  });
  sort();
  return section(
    'nodes',
    'Nodes',
    'The same as the map, in rows: what is filtered there is filtered here.',
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of nodes' }, h('table', { class: 'plain nodes-table' }, h('thead', null, h('tr', null, ...heads)), body)),
    h('div', { class: 'toolbar' }, back, on, said, keep),
  );
}

/** The chosen nodes as CSV, with the same columns as clusters.csv has. */
export function listed(page: Page, nodes: Int32Array): string {
  const { model } = page;
  const rows = Array.from(nodes, (i) => [
    idOf(model, i),
    String(model.cluster[i]),
    (model.confidence[i]! / 255).toFixed(3),
    String(model.second[i]),
    (model.margin[i]! / 255).toFixed(3),
  ]);
  return csv([['id', 'cluster', 'confidence', 'second', 'margin'], ...rows]);
}
