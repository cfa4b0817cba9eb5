import { count, h, s } from '../dom';
import type { Epoch } from '../model';
import { section, type Page } from './parts';

interface Curve {
  name: string;
  className: string;
  values: [number, number][];
}

export function training(page: Page): HTMLElement | null {
  const history = page.model.head.history;
  if (history.length === 0) {
    return null;
  }
  const stages = [...new Set(history.map((e) => e.stage))];
  return section(
    'training',
    'Training',
    'The losses of each epoch. A curve that has become flat has learnt what it could.',
    h('div', { class: 'pair' }, ...stages.map((stage) => chart(stage, history.filter((e) => e.stage === stage)))),
  );
}

function chart(stage: string, epochs: Epoch[]): HTMLElement {
  const pick = (name: string, className: string, of: (e: Epoch) => number | undefined): Curve => ({
    name,
    className,
    values: epochs.flatMap((e): [number, number][] => {
      const value = of(e);
      return value === undefined || !Number.isFinite(value) ? [] : [[e.epoch, value]];
    }),
  });
  const curves = [
    pick('reconstruction', 'curve-a', (e) => e.reconstruction),
    pick('clustering', 'curve-b', (e) => e.clustering),
  ].filter((curve) => curve.values.some(([, v]) => v !== 0));
  const last = epochs.at(-1)!;
  return h(
    'figure',
    null,
    h('h3', null, stage.charAt(0).toUpperCase() + stage.slice(1)),
    ...curves.map((curve) => lines(stage, curve)),
    h('figcaption', null, `${count(epochs.length)} epochs; the last loss is ${number(last.total)}, the first was ${number(epochs[0]!.total)}.`),
  );
}

function lines(stage: string, curve: Curve): HTMLElement {
  const width = 480;
  const height = curve.className === 'curve-a' ? 170 : 120;
  const left = 52;
  const bottom = 24;
  const xs = curve.values.map(([x]) => x);
  const ys = curve.values.map(([, y]) => y);
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)];
  const px = (x: number): number => left + ((x - x0) / Math.max(1e-12, x1 - x0)) * (width - left - 10);
  const py = (y: number): number => 10 + (1 - (y - y0) / Math.max(1e-12, y1 - y0)) * (height - 10 - bottom);
  const path = curve.values.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join('');
  const ticks = y1 > y0 ? [y0, (y0 + y1) / 2, y1] : [y0];
  return h(
    'div',
    { class: 'plot' },
    h('div', { class: 'plot-name' }, h('span', { class: `swatch ${curve.className}`, 'aria-hidden': 'true' }), `${curve.name} loss`),
    s(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${stage}: ${curve.name} loss from ${number(ys[0]!)} to ${number(ys.at(-1)!)} over ${xs.length} epochs` },
      ...ticks.flatMap((t) => [
        s('line', { x1: left, x2: width - 10, y1: py(t), y2: py(t), class: 'grid' }),
        s('text', { x: left - 6, y: py(t) + 4, class: 'tick end' }, number(t)),
      ]),
      s('text', { x: left, y: height - 6, class: 'tick' }, String(x0)),
      s('text', { x: width - 10, y: height - 6, class: 'tick end' }, `epoch ${x1}`),
      s('path', { d: path, class: `curve ${curve.className}` }),
    ),
  );
}

function number(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 0.01 || value === 0 ? value.toPrecision(3) : value.toExponential(1);
}
