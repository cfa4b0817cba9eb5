import { fixed, h, percent, s } from '../dom';
import type { Band, KScore, Sweep, SweepRow } from '../model';
import { section, type Page } from './parts';

interface Score {
  key: KScore;
  name: string;
  says: string;
}

const SCORES: Score[] = [
  { key: 'evidence', name: 'Evidence', says: 'Bits a node that a block model explains, less what its parameters cost' },
  { key: 'support', name: 'Support', says: 'Agreement times what modularity is above chance, or the silhouette where edges carry nothing' },
  { key: 'agreement', name: 'Agreement', says: 'Adjusted Rand index between clusterings with the same number of clusters' },
  { key: 'modularity', name: 'Modularity', says: 'By the edges, resolution 1' },
  { key: 'coverage', name: 'Coverage', says: 'Modularity at resolution .3' },
  { key: 'silhouette', name: 'Silhouette', says: 'Distance to the own cluster against that to the next one' },
];

/** The scores that were measured, the one that decided first. */
export function shownScores(sweep: Sweep): Score[] {
  const measured = SCORES.filter((score) => sweep.rows.some((row) => typeof row.scores[score.key] === 'number'));
  const decides = sweep.criterion === 'AGREEMENT' ? 'support' : 'evidence';
  return measured.sort((a, b) => Number(b.key === decides) - Number(a.key === decides));
}

/** What the sweep says of a number of clusters. */
export function word(sweep: Sweep, row: SweepRow): string {
  if (row.k === sweep.choice.k) {
    return 'chosen';
  }
  return sweep.choice.alsoGood.includes(row.k) ? 'about as good' : row.occupied < row.k ? `${row.k - row.occupied} empty` : '';
}

export function sweep(page: Page): HTMLElement | null {
  const made = page.model.head.sweep;
  if (!made) {
    return null;
  }
  const scores = shownScores(made);
  return section(
    'sweep',
    'Number of clusters',
    `${made.choice.sentence}.`,
    h('p', { class: 'dim' }, 'Lines are scores of the data, none of which reads labels. Bands are the same scores of draws in which edges were rewired and columns shuffled: what chance makes of them.'),
    h('div', { class: 'pair' }, ...scores.map((score) => chart(made, score))),
    table(made, scores),
  );
}

/** The range that a chart spans: all scores and bands. */
export function extent(rows: SweepRow[], key: KScore): [number, number] {
  const all = rows.flatMap((row) => [row.scores[key], row.chance?.[key]?.low, row.chance?.[key]?.high]).filter((v): v is number => typeof v === 'number' && Number.isFinite(v));
  return all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
}

function chart(made: Sweep, score: Score): HTMLElement {
  const width = 480;
  const height = 190;
  const left = 52;
  const bottom = 28;
  const rows = made.rows.filter((row) => typeof row.scores[score.key] === 'number');
  const [k0, k1] = [rows[0]!.k, rows.at(-1)!.k];
  const [y0, y1] = extent(rows, score.key);
  const px = (k: number): number => left + ((k - k0) / Math.max(1, k1 - k0)) * (width - left - 14);
  const py = (y: number): number => 10 + (1 - (y - y0) / Math.max(1e-12, y1 - y0)) * (height - 10 - bottom);
  const value = (row: SweepRow): number => row.scores[score.key] as number;
  const path = rows.map((row, i) => `${i === 0 ? 'M' : 'L'}${px(row.k).toFixed(1)} ${py(value(row)).toFixed(1)}`).join('');
  const banded = rows.flatMap((row): [number, Band][] => {
    const band = row.chance?.[score.key];
    return band ? [[row.k, band]] : [];
  });
  const band = [...banded.map(([k, b]) => [k, b.high] as const), ...banded.toReversed().map(([k, b]) => [k, b.low] as const)];
  const ticks = y1 > y0 ? [y0, (y0 + y1) / 2, y1] : [y0];
  const best = rows.find((row) => row.k === made.choice.k);
  return h(
    'figure',
    null,
    h('h3', null, score.name),
    s(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${score.name} from ${k0} to ${k1} clusters${best ? `; ${fixed(value(best))} at ${best.k}, which was chosen` : ''}` },
      ...ticks.flatMap((t) => [
        s('line', { x1: left, x2: width - 14, y1: py(t), y2: py(t), class: 'grid' }),
        s('text', { x: left - 6, y: py(t) + 4, class: 'tick end' }, fixed(t, 2)),
      ]),
      band.length > 0 ? s('path', { d: `${band.map(([k, v], i) => `${i === 0 ? 'M' : 'L'}${px(k).toFixed(1)} ${py(v).toFixed(1)}`).join('')}Z`, class: 'null-band' }) : null,
      ...marks(rows.map((row) => row.k)).map((k) => s('text', { x: px(k), y: height - 8, class: 'tick middle' }, String(k))),
      s('path', { d: path, class: 'curve curve-a' }),
      ...rows.map((row) => s('circle', { cx: px(row.k), cy: py(value(row)), r: row.k === made.choice.k ? 6 : made.choice.alsoGood.includes(row.k) ? 4.5 : 2.5, class: row.k === made.choice.k ? 'chosen-k' : 'tried-k' }, s('title', null, `${row.k} clusters: ${fixed(value(row))}${word(made, row) ? `, ${word(made, row)}` : ''}`))),
    ),
    h('figcaption', null, `${score.says}.`),
  );
}

/** Which numbers are written below the chart: at most ten, the first and the last among them. */
export function marks(numbers: number[]): number[] {
  const step = Math.ceil((numbers.length - 1) / 9) || 1;
  const last = numbers.length - 1;
  return numbers.filter((_, i) => i === last || (i % step === 0 && last - i >= step / 2));
}

function table(made: Sweep, scores: Score[]): HTMLElement {
  return h(
    'details',
    null,
    h('summary', null, 'As a table'),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Scores by number of clusters' },
      h(
        'table',
        { class: 'plain' },
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Clusters'), h('th', { scope: 'col' }, 'Largest'), ...scores.map((score) => h('th', { scope: 'col' }, `${score.name} (chance)`)), h('th', { scope: 'col' }, 'Choice'))),
        h(
          'tbody',
          null,
          ...made.rows.map((row) =>
            h(
              'tr',
              null,
              h('th', { scope: 'row' }, String(row.k)),
              h('td', null, percent(row.largest)),
              ...scores.map((score) => {
                const chance = row.chance?.[score.key];
                return h('td', null, `${fixed(row.scores[score.key])}${chance ? ` (${fixed(chance.mean)})` : ''}`);
              }),
              h('td', null, word(made, row)),
            ),
          ),
        ),
      ),
    ),
  );
}
