import { regions } from './map/density';
import { NodeMap } from './map/map';
import { count, h, plural } from './dom';
import { readHead, readRest, type Model } from './model';
import { between } from './sections/between';
import { clusters } from './sections/clusters';
import { filters } from './sections/filters';
import { mapTools } from './sections/mapTools';
import { nodeCard } from './sections/node';
import type { Page } from './sections/parts';
import { provenance } from './sections/provenance';
import { sweep } from './sections/sweep';
import { nodeTable } from './sections/table';
import { training } from './sections/training';
import { givenLabels, verdict } from './sections/verdict';
import { assignColors } from './palette';
import { State } from './state';
import { apply, stored, type Theme } from './theme';

/** What tests ask of the page. */
interface Kindred {
  ready: boolean;
  firstPicture: number;
  map?: NodeMap;
  state?: State;
}

const kindred: Kindred = { ready: false, firstPicture: 0 };
(globalThis as unknown as { kindred: Kindred }).kindred = kindred;

async function start(): Promise<void> {
  apply(stored());
  const root = document.getElementById('root')!;
  const model = await readHead();
  if (!model) {
    root.replaceChildren(h('p', { class: 'empty' }, 'This is the empty form of a report: kindred report DIR fills it.'));
    return;
  }
  document.title = `${model.head.title} · Kindred`;
  const known = model.head.clusters;
  assignColors(
    regions(model, known.length),
    known.map((c) => c.size),
  );
  const state = new State(model);
  const map = new NodeMap(state, !new URLSearchParams(location.search).has('canvas'));
  const page = pageOf(model, state, map);
  root.replaceChildren(header(page), mapSection(page, map));
  kindred.map = map;
  kindred.state = state;
  // The first picture is on the screen after the next frame; the rest is made then.
  await frames(2);
  kindred.firstPicture = performance.now();
  await readRest(model);
  state.tell('rest');
  root.append(...[clusters(page), nodeTable(page), between(page), givenLabels(page), sweep(page), training(page), verdict(page), provenance(page), footer()].filter((e) => e !== null));
  document.getElementById('nav')!.replaceChildren(...navigation());
  await frames(1);
  map.finish();
  state.tell('color');
  kindred.ready = true;
}

function frames(n: number): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number): void => {
      if (left === 0) {
        resolve();
      } else {
        requestAnimationFrame(() => next(left - 1));
      }
    };
    next(n);
  });
}

function pageOf(model: Model, state: State, map: NodeMap): Page {
  const toMap = (): void => document.getElementById('map')!.scrollIntoView({ block: 'start' });
  const live = h('div', { class: 'hidden', role: 'status' });
  document.body.append(live);
  return {
    model,
    state,
    goToNode(node) {
      state.pick(node);
      map.focus([node], 6);
      toMap();
    },
    goToCluster(cluster) {
      state.clusters = new Set([cluster]);
      state.tell('filter');
      const members: number[] = [];
      model.cluster.forEach((c, i) => c === cluster && members.push(i));
      map.focus(members, 3);
      toMap();
    },
    say(message) {
      live.textContent = message;
    },
  };
}

function header(page: Page): HTMLElement {
  const { head } = page.model;
  const theme = h('select', { id: 'theme', 'aria-label': 'Colors of the page' }, ...(['auto', 'light', 'dark'] as Theme[]).map((t) => h('option', { value: t, selected: t === stored() }, t)));
  theme.addEventListener('change', () => {
    apply(theme.value as Theme);
    page.state.tell('theme');
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    apply(stored());
    page.state.tell('theme');
  });
  const facts = [plural(head.nodes, 'node'), head.edges === undefined ? null : plural(head.edges, 'edge'), plural(head.clusters.length, 'cluster'), head.subtitle || null].filter((f) => f !== null);
  return h(
    'header',
    { class: 'top' },
    h('div', { class: 'title' }, h('h1', null, h('bdi', null, head.title)), h('p', { class: 'dim' }, facts.join(' · '))),
    h('nav', { 'aria-label': 'Sections', id: 'nav' }),
    theme,
  );
}

function navigation(): HTMLElement[] {
  return Array.from(document.querySelectorAll('main > section, section[id]'), (section) => section)
    .filter((section, i, all) => all.indexOf(section) === i)
    .map((section) => h('a', { href: `#${section.id}` }, section.id === 'map' ? 'Map' : (section.querySelector('h2')?.textContent ?? section.id)));
}

function mapSection(page: Page, map: NodeMap): HTMLElement {
  const { head, n } = page.model;
  const lead = head.sentences[0];
  return h(
    'section',
    { id: 'map', 'aria-labelledby': 'map-title' },
    h('h2', { id: 'map-title', class: 'hidden' }, 'Map'),
    lead ? h('p', { class: 'lead' }, `${lead.charAt(0).toUpperCase()}${lead.slice(1)}${lead.endsWith('.') ? '' : '.'}`) : null,
    mapTools(page, map),
    h('div', { class: 'map-and-side' }, map.element, h('aside', { class: 'side', 'aria-label': 'Chosen node and filters' }, nodeCard(page), filters(page))),
    n < head.nodes
      ? h('p', { class: 'dim' }, `The map shows ${count(n)} of ${plural(head.nodes, 'node')}, sampled evenly from each cluster. Numbers of clusters count all nodes.`)
      : null,
  );
}

function footer(): HTMLElement {
  return h('footer', null, h('p', { class: 'dim' }, 'Made by Kindred. This file asks the network for nothing. It holds d3-contour, d3-array and internmap (ISC) and KDBush (ISC); their licences are in its source.'));
}

void start().catch((error: unknown) => {
  document.getElementById('root')!.replaceChildren(h('p', { class: 'empty' }, `The report could not be shown: ${error instanceof Error ? error.message : String(error)}`));
  throw error;
});
