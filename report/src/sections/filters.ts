import { count, dot, h, percent, plural, s } from '../dom';
import { clusterCss } from '../palette';
import { listed } from './table';
import { save } from '../csv';
import { nodeLink, type Page } from './parts';

const BINS = 24;
const LISTED = 60;

/** Histograms that brush the map, and what they and the lasso have chosen. */
export function filters(page: Page): HTMLElement {
  const { model, state } = page;
  const confidence = Array.from<number>({ length: BINS }).fill(0);
  for (let i = 0; i < model.n; i++) {
    confidence[Math.min(BINS - 1, Math.floor((model.confidence[i]! * BINS) / 256))]! += 1;
  }
  const sizes = Array.from<number>({ length: BINS }).fill(0);
  for (const c of model.head.clusters) {
    sizes[Math.min(BINS - 1, Math.floor((c.size * BINS) / (state.largest + 1)))]! += 1;
  }
  return h(
    'div',
    { class: 'filters' },
    chosen(page),
    brush('Confidence', 'nodes', confidence, 100, (v) => (v / 100).toFixed(2), () => [state.confidence[0] * 100, state.confidence[1] * 100], (low, high) => {
      state.confidence = [low / 100, high / 100];
    }, page),
    brush('Cluster size', 'clusters', sizes, state.largest, (v) => count(v), () => state.size, (low, high) => {
      state.size = [low, high];
    }, page),
    legend(page),
  );
}

function brush(
  name: string,
  what: string,
  bins: number[],
  most: number,
  shown: (value: number) => string,
  now: () => [number, number],
  set: (low: number, high: number) => void,
  page: Page,
): HTMLElement {
  const top = Math.max(1, ...bins);
  const bars = bins.map((n, i) => s('rect', { x: i * 10 + 0.5, width: 9, y: 40 - (n === 0 ? 0 : Math.max(1.5, (38 * n) / top)), height: n === 0 ? 0 : Math.max(1.5, (38 * n) / top), rx: 1 }));
  const low = h('input', { type: 'range', min: '0', max: String(most), step: '1', class: 'low', 'aria-label': `${name}, at least` });
  const high = h('input', { type: 'range', min: '0', max: String(most), step: '1', class: 'high', 'aria-label': `${name}, at most` });
  const range = h('span', { class: 'dim' });
  const show = (): void => {
    const [a, b] = now();
    low.value = String(Math.round(a));
    high.value = String(Math.round(b));
    range.textContent = `${shown(a)} to ${shown(b)}`;
    low.setAttribute('aria-valuetext', shown(a));
    high.setAttribute('aria-valuetext', shown(b));
    bars.forEach((bar, i) => bar.classList.toggle('out', ((i + 1) / BINS) * most <= a || (i / BINS) * most > b));
  };
  const changed = (moved: HTMLInputElement): void => {
    let a = Number(low.value);
    let b = Number(high.value);
    if (a > b) {
      [a, b] = moved === low ? [b, b] : [a, a];
    }
    set(a, b);
    page.state.tell('filter');
  };
  low.addEventListener('input', () => changed(low));
  high.addEventListener('input', () => changed(high));
  page.state.listen((change) => {
    if (change === 'filter') {
      show();
    }
  });
  show();
  return h(
    'div',
    { class: 'brush' },
    h('div', { class: 'brush-name' }, h('span', null, name), range),
    s('svg', { viewBox: `0 0 ${BINS * 10} 40`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `Histogram: ${what} by ${name.toLowerCase()}` }, ...bars),
    h('div', { class: 'double' }, low, high),
  );
}

/** The clusters as a list of switches, each with a bar of its size. */
function legend(page: Page): HTMLElement {
  const { model, state } = page;
  const buttons = model.head.clusters
    .toSorted((a, b) => b.size - a.size)
    .map((c) => {
      const bar = h('span', { class: 'size', 'aria-hidden': 'true' });
      bar.style.width = `calc(${Math.max(1, (100 * c.size) / state.largest)}% - .8rem)`;
      bar.style.background = clusterCss(c.cluster);
      const button = h(
        'button',
        { type: 'button', class: 'row', 'aria-pressed': 'false' },
        bar,
        dot(clusterCss(c.cluster)),
        h('span', { class: 'number' }, String(c.cluster)),
        h('bdi', { class: 'name' }, c.name),
        h('span', { class: 'dim' }, count(c.size)),
      );
      button.addEventListener('click', () => {
        const set = new Set(state.clusters ?? []);
        if (set.has(c.cluster)) {
          set.delete(c.cluster);
        } else {
          set.add(c.cluster);
        }
        state.clusters = set.size === 0 ? null : set;
        state.tell('filter');
      });
      return { button, cluster: c.cluster };
    });
  state.listen((what) => {
    if (what === 'filter') {
      buttons.forEach(({ button, cluster }) => button.setAttribute('aria-pressed', String(state.clusters?.has(cluster) ?? false)));
    }
  });
  return h('div', { class: 'legend' }, h('div', { class: 'brush-name' }, h('span', null, 'Clusters'), h('span', { class: 'dim' }, 'press to keep')), h('ul', null, ...buttons.map(({ button }) => h('li', null, button))));
}

/** How many are chosen, the first of them, and the way to keep them. */
function chosen(page: Page): HTMLElement {
  const { model, state } = page;
  const box = h('div', { class: 'chosen', hidden: true });
  const fill = (): void => {
    box.hidden = !state.filtered;
    if (box.hidden) {
      return;
    }
    const nodes = Int32Array.from(
      (function* () {
        for (let i = 0; i < model.n; i++) {
          if (state.visible[i]) {
            yield i;
          }
        }
      })(),
    );
    const list = state.lasso
      ? h(
          'ul',
          { class: 'lassoed', tabindex: '0', 'aria-label': 'Nodes in the lasso' },
          ...Array.from(nodes.subarray(0, LISTED), (i) => h('li', null, nodeLink(page, i))),
          nodes.length > LISTED ? h('li', { class: 'dim' }, `and ${count(nodes.length - LISTED)} more`) : null,
        )
      : null;
    box.replaceChildren(
      h('p', { role: 'status' }, h('strong', null, plural(nodes.length, 'node')), ` ${state.lasso ? 'in the lasso' : 'chosen'}, ${percent(nodes.length / Math.max(1, model.n))}`),
      ...(list ? [list] : []),
      h(
        'div',
        { class: 'toolbar' },
        h('button', { type: 'button', onclick: () => save('nodes.csv', listed(page, nodes)) }, 'Save as CSV'),
        h('button', { type: 'button', class: 'quiet', onclick: () => state.clear() }, 'Show all'),
      ),
    );
  };
  state.listen((what) => {
    if (what === 'filter' || what === 'rest') {
      fill();
    }
  });
  return box;
}
