import { fixed, h } from '../dom';
import { heat } from './between';
import { clusterName, section, type Page } from './parts';

export function verdict(page: Page): HTMLElement {
  const { scores, sentences, warnings } = page.model.head;
  const has = (of: 'agreement' | 'seconds'): boolean => scores.some((row) => row[of] !== undefined && row[of] !== null);
  const best = (of: 'modularity' | 'silhouette' | 'agreement'): number => Math.max(...scores.map((row) => row[of] ?? -Infinity));
  const cell = (value: number | undefined, top: number): HTMLElement => h('td', { class: value !== undefined && value === top ? 'num best' : 'num' }, fixed(value));
  return section(
    'verdict',
    'Verdict',
    'Judged without labels: modularity asks whether edges stay inside the clusters, silhouette whether members have alike attributes. Higher is better.',
    h('ul', { class: 'sentences' }, ...sentences.map((sentence) => h('li', null, sentence))),
    scores.length === 0
      ? null
      : h(
          'div',
          { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Scores beside simpler methods' },
          h(
            'table',
            { class: 'plain' },
            h(
              'thead',
              null,
              h(
                'tr',
                null,
                h('th', { scope: 'col' }, 'Method'),
                h('th', { scope: 'col', class: 'num' }, 'Modularity'),
                h('th', { scope: 'col', class: 'num' }, 'Silhouette'),
                has('agreement') ? h('th', { scope: 'col', class: 'num' }, 'Agreement of seeds') : null,
                has('seconds') ? h('th', { scope: 'col', class: 'num' }, 'Seconds') : null,
              ),
            ),
            h(
              'tbody',
              null,
              ...scores.map((row) =>
                h(
                  'tr',
                  null,
                  h('th', { scope: 'row' }, row.name),
                  cell(row.modularity, best('modularity')),
                  cell(row.silhouette, best('silhouette')),
                  has('agreement') ? cell(row.agreement, best('agreement')) : null,
                  has('seconds') ? h('td', { class: 'num' }, fixed(row.seconds, 1)) : null,
                ),
              ),
            ),
          ),
        ),
    warnings.length === 0 ? null : h('div', { class: 'warnings' }, h('h3', null, 'Warnings'), h('ul', null, ...warnings.map((w) => h('li', null, h('bdi', null, w))))),
  );
}

/** More labels than this are told together. */
const MOST_LABELS = 30;

/** The most frequent labels, each near the cluster where most of it is: what agrees lies along the diagonal. */
export function ordered(counts: number[][], most: number): number[] {
  const labels = counts[0]?.length ?? 0;
  const column = (j: number): number[] => counts.map((row) => row[j]!);
  const total = Array.from({ length: labels }, (_, j) => column(j).reduce((a, b) => a + b, 0));
  const home = Array.from({ length: labels }, (_, j) => column(j).indexOf(Math.max(...column(j))));
  return Array.from({ length: labels }, (_, j) => j)
    .sort((a, b) => total[b]! - total[a]! || a - b)
    .slice(0, most)
    .sort((a, b) => home[a]! - home[b]! || total[b]! - total[a]! || a - b);
}

export function givenLabels(page: Page): HTMLElement | null {
  const { labels, labelMetrics } = page.model.head;
  if (!labels || labels.names.length === 0) {
    return null;
  }
  const shown = ordered(labels.counts, MOST_LABELS);
  const others = labels.names.length - shown.length;
  const names = [...shown.map((j) => labels.names[j]!), ...(others > 0 ? [`${others} others`] : [])];
  const rows = labels.counts.map((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    const kept = shown.map((j) => row[j]!);
    const values = others > 0 ? [...kept, sum - kept.reduce((a, b) => a + b, 0)] : kept;
    return h(
      'tr',
      null,
      h('th', { scope: 'row', title: clusterName(page.model, i) }, String(i)),
      ...values.map((n, j) => heat(sum === 0 ? 0 : n / sum, n === 0 ? '' : String(n), `${n} of cluster ${i} have the label ${names[j]}`)),
    );
  });
  const words = Object.entries(labelMetrics ?? {}).map(([name, value]) => `${name} ${fixed(value)}`);
  return section(
    'labels',
    'Against the given labels',
    'How many members of each cluster (rows) have each given label (columns). The labels were never trained on.',
    words.length ? h('p', null, words.join(', ')) : null,
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Clusters against given labels' },
      h(
        'table',
        { class: 'heat labels' },
        h('thead', null, h('tr', null, h('td', null), ...names.map((name) => h('th', { scope: 'col' }, h('bdi', { title: name }, name))))),
        h('tbody', null, ...rows),
      ),
    ),
  );
}
