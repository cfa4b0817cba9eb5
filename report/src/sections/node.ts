import { fixed, h, plural } from '../dom';
import { idOf, seen, type Model } from '../model';
import { clusterChip, meter, nodeLink, type Page } from './parts';

/** What is known of one node, beside the map. */
export function nodeCard(page: Page): HTMLElement {
  const body = h('div', { class: 'node-card', 'aria-live': 'polite' });
  const fill = (): void => {
    const node = page.state.picked;
    body.hidden = node < 0;
    if (node >= 0) {
      body.replaceChildren(...content(page, node));
    } else {
      body.replaceChildren();
    }
  };
  page.state.listen((what) => {
    if (what === 'picked' || what === 'rest') {
      fill();
    }
  });
  fill();
  return body;
}

function content(page: Page, node: number): HTMLElement[] {
  const { model, state } = page;
  const rest = model.rest;
  const confidence = model.confidence[node]! / 255;
  const margin = model.margin[node]! / 255;
  const degree = rest?.degree?.[node];
  const known = neighbors(model, node);
  const features = telling(model, node);
  const out = [
    h(
      'header',
      null,
      h('h3', null, h('bdi', null, seen(idOf(model, node)))),
      h('button', { type: 'button', class: 'quiet', 'aria-label': 'Close the card', onclick: () => state.pick(-1) }, '✕'),
    ),
    h(
      'dl',
      { class: 'facts wide' },
      h('div', null, h('dt', null, 'Cluster'), h('dd', null, clusterChip(page, model.cluster[node]!))),
      h('div', null, h('dt', null, 'Runner-up'), h('dd', null, clusterChip(page, model.second[node]!))),
      h('div', null, h('dt', null, 'Confidence'), h('dd', null, meter(confidence, fixed(confidence, 2)))),
      h('div', null, h('dt', null, 'Margin'), h('dd', null, meter(margin, fixed(margin, 2)))),
    ),
  ];
  const labels = model.head.labels?.names;
  const label = rest?.label?.[node] ?? -1;
  if (labels && label >= 0) {
    out.push(h('p', null, h('span', { class: 'dim' }, 'Given label '), h('bdi', null, labels[label] ?? String(label))));
  }
  if (features.length > 0) {
    out.push(h('h4', null, 'Telling features'), h('ul', { class: 'tags' }, ...features.map((name) => h('li', null, h('bdi', null, name)))));
  }
  if (known.length > 0) {
    const of = degree !== undefined && degree > known.length ? `${known.length} of ${plural(degree, 'neighbor')}` : plural(known.length, 'neighbor');
    out.push(
      h('h4', null, 'Strongest neighbors', h('span', { class: 'dim' }, ` ${of}, by ${model.head.attention ?? 'attention'}`)),
      h('ul', { class: 'neighbors' }, ...known.map(([other, attention]) => h('li', null, nodeLink(page, other), meter(attention, fixed(attention, 2))))),
    );
  } else if (degree === 0) {
    out.push(h('p', { class: 'dim' }, 'This node has no edges: its features alone decide.'));
  }
  return out;
}

function neighbors(model: Model, node: number): [number, number][] {
  const rest = model.rest;
  const out: [number, number][] = [];
  for (let r = 0; r < (rest?.perNode ?? 0); r++) {
    const other = rest!.neighbors![r * model.n + node]!;
    if (other >= 0) {
      out.push([other, rest!.attention![r * model.n + node]! / 255]);
    }
  }
  return out;
}

function telling(model: Model, node: number): string[] {
  const rest = model.rest;
  const out: string[] = [];
  for (let r = 0; r < (rest?.tellingPerNode ?? 0); r++) {
    const feature = rest!.telling![r * model.n + node]!;
    if (feature >= 0) {
      out.push(model.head.features[feature]?.name ?? '');
    }
  }
  return out;
}
