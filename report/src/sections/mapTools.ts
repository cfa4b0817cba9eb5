import { h, plural } from '../dom';
import { idOf, seen } from '../model';
import { clusterCss, css, sequential } from '../palette';
import type { NodeMap } from '../map/map';
import { isDark } from '../theme';
import type { Page } from './parts';

const RESULTS = 12;

export function mapTools(page: Page, map: NodeMap): HTMLElement {
  const move = h('button', { type: 'button', 'aria-pressed': 'true', title: 'Drag moves the map' }, 'Move');
  const lasso = h('button', { type: 'button', 'aria-pressed': 'false', title: 'Drag draws around nodes' }, 'Lasso');
  const use = (tool: 'move' | 'lasso'): void => {
    map.tool = tool;
    map.element.classList.toggle('lasso', tool === 'lasso');
    move.setAttribute('aria-pressed', String(tool === 'move'));
    lasso.setAttribute('aria-pressed', String(tool === 'lasso'));
  };
  move.addEventListener('click', () => use('move'));
  lasso.addEventListener('click', () => use('lasso'));
  return h(
    'div',
    { class: 'toolbar map-tools' },
    search(page),
    colorChoice(page),
    h('div', { class: 'group', role: 'group', 'aria-label': 'What dragging does' }, move, lasso),
    h(
      'div',
      { class: 'group', role: 'group', 'aria-label': 'Zoom' },
      h('button', { type: 'button', 'aria-label': 'Zoom in', onclick: () => map.zoomBy(1.6) }, '+'),
      h('button', { type: 'button', 'aria-label': 'Zoom out', onclick: () => map.zoomBy(1 / 1.6) }, '−'),
      h('button', { type: 'button', onclick: () => map.showAll() }, 'All'),
    ),
  );
}

/** A combobox over the ids: the first few that hold the text, those that begin with it before the others. */
function search(page: Page): HTMLElement {
  const { model } = page;
  const input = h('input', { type: 'search', id: 'search', placeholder: 'Find a node by its id', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false' });
  const list = h('ul', { id: 'found', role: 'listbox', 'aria-label': 'Nodes found', hidden: true });
  let found: number[] = [];
  let active = -1;
  const choose = (i: number): void => {
    const node = found[i];
    if (node !== undefined) {
      close();
      page.goToNode(node);
    }
  };
  const close = (): void => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (): void => {
    Array.from(list.children).forEach((item, i) => item.setAttribute('aria-selected', String(i === active)));
    if (active >= 0) {
      input.setAttribute('aria-activedescendant', `found-${active}`);
      list.children[active]?.scrollIntoView({ block: 'nearest' });
    }
  };
  const find = (): void => {
    const all = matches(model.rest?.lower ?? [], input.value.trim().toLowerCase());
    found = all.slice(0, RESULTS);
    active = -1;
    list.hidden = input.value.trim() === '';
    input.setAttribute('aria-expanded', String(!list.hidden));
    list.replaceChildren(
      ...found.map((node, i) => {
        const item = h('li', { role: 'option', id: `found-${i}`, 'aria-selected': 'false' }, h('bdi', null, seen(idOf(model, node))));
        item.style.setProperty('--dot', clusterCss(model.cluster[node]!));
        item.addEventListener('pointerdown', (e) => {
          e.preventDefault();
          choose(i);
        });
        return item;
      }),
      ...(all.length > RESULTS || all.length === 0
        ? [h('li', { role: 'option', class: 'dim', 'aria-disabled': 'true' }, all.length === 0 ? 'no id holds this' : `${plural(all.length - RESULTS, 'more node')}: type on`)]
        : []),
    );
  };
  input.addEventListener('input', find);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (e) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      if (list.hidden) {
        find();
      }
      active = found.length === 0 ? -1 : (active + (e.key === 'ArrowDown' ? 1 : found.length) + (active < 0 && e.key === 'ArrowUp' ? 0 : 0)) % found.length;
      mark();
      e.preventDefault();
    } else if (e.key === 'Enter') {
      choose(Math.max(0, active));
    } else if (e.key === 'Escape') {
      close();
    }
  });
  return h('div', { class: 'search' }, h('label', { for: 'search', class: 'hidden' }, 'Find a node by its id'), input, list);
}

/** Positions of the texts that hold the sought: equal ones first, then those that begin with it. */
export function matches(lower: string[], sought: string): number[] {
  if (sought === '') {
    return [];
  }
  const ranks: number[][] = [[], [], []];
  lower.forEach((id, i) => {
    const at = id.indexOf(sought);
    if (at >= 0) {
      ranks[id.length === sought.length ? 0 : at === 0 ? 1 : 2]!.push(i);
    }
  });
  return ranks.flat();
}

function colorChoice(page: Page): HTMLElement {
  const { state, model } = page;
  const head = model.head;
  const select = h('select', { id: 'color-by' });
  select.append(h('option', { value: 'cluster' }, 'cluster'), h('option', { value: 'confidence' }, 'confidence'));
  if (head.labels) {
    select.append(h('option', { value: 'label' }, 'given label'));
  }
  if (head.shown.length > 0) {
    select.append(h('optgroup', { label: 'feature' }, ...head.shown.map((shown, i) => h('option', { value: `feature ${i}` }, head.features[shown.feature]?.name ?? ''))));
  }
  const key = h('span', { class: 'ramp' });
  const fill = (): void => {
    const by = state.colorBy;
    key.hidden = by.kind === 'cluster' || by.kind === 'label';
    const range = by.kind === 'feature' ? head.shown[by.index] : { low: 0, high: 1 };
    const stops = Array.from({ length: 9 }, (_, i) => css(sequential(i / 8, isDark())));
    const bar = h('span', { class: 'gradient', 'aria-hidden': 'true' });
    bar.style.background = `linear-gradient(90deg, ${stops.join(', ')})`;
    key.replaceChildren(tick(range?.low), bar, tick(range?.high));
  };
  select.addEventListener('change', () => {
    const value = select.value;
    state.colorBy = value.startsWith('feature ') ? { kind: 'feature', index: Number(value.slice(8)) } : { kind: value as 'cluster' | 'confidence' | 'label' };
    state.tell('color');
  });
  state.listen((what) => {
    if (what === 'color' || what === 'theme') {
      fill();
    }
  });
  fill();
  return h('div', { class: 'color-by' }, h('label', { for: 'color-by' }, 'Color by'), select, key);
}

function tick(value: number | undefined): HTMLElement {
  return h('span', { class: 'dim' }, value === undefined ? '' : Number.isInteger(value) ? String(value) : value.toPrecision(3));
}
