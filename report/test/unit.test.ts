import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv } from '../src/csv';
import { overlap, place } from '../src/map/labels';
import { inside } from '../src/map/lasso';
import { fit, zoomed } from '../src/map/view';
import { texts } from '../src/model';
import { fromBase64, gunzip, unpack } from '../src/pack';
import { assignColors, clusterCss, PALETTE, rgb, sequential, type Rgb } from '../src/palette';
import { rowShares } from '../src/sections/between';
import { sorted } from '../src/sections/clusters';
import { matches } from '../src/sections/mapTools';
import { extent, marks, shownScores, word } from '../src/sections/sweep';
import { ordered } from '../src/sections/verdict';
import type { Sweep, SweepRow } from '../src/model';
import { pack } from './mock.mjs';

test('arrays come back from a pack', async () => {
  const packed = pack({ a: '</script>' }, { u8: ['u8', [0, 255]], u16: ['u16', [1, 65535]], u32: ['u32', [4_000_000_000]], i32: ['i32', [-1, 70_000]] });
  const got = unpack<{ a: string }>(await gunzip(fromBase64(packed)));
  assert.equal(got.json.a, '</script>');
  assert.deepEqual(Array.from(got.array('u8')!), [0, 255]);
  assert.deepEqual(Array.from(got.array('u16')!), [1, 65535]);
  assert.deepEqual(Array.from(got.array('u32')!), [4_000_000_000]);
  assert.deepEqual(Array.from(got.array('i32')!), [-1, 70_000]);
  assert.equal(got.array('none'), null);
});

test('texts keep every character', () => {
  const ids = ['\uFEFFbom', '', 'two\nlines', '\u0000', '👩‍👧', 'x'.repeat(2000)];
  const encoded = ids.map((id) => new TextEncoder().encode(id));
  const bytes = Uint8Array.from(encoded.flatMap((e) => Array.from(e)));
  assert.deepEqual(texts(bytes, Uint32Array.from(encoded.map((e) => e.length))), ids);
});

test('labels never overlap and never leave the frame', () => {
  let seed = 1;
  const next = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 50; round++) {
    const wanted = Array.from({ length: 60 }, () => ({ x: next() * 900, y: next() * 600, width: 30 + next() * 200, height: 32 }));
    const boxes = place(wanted, 900, 600).filter((box) => box !== null);
    assert.ok(boxes.length > 5);
    boxes.forEach((a, i) => {
      assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= 900 && a.y + a.height <= 600);
      boxes.slice(i + 1).forEach((b) => assert.ok(!overlap(a, b)));
    });
  }
});

test('a lasso holds what is inside', () => {
  const bow = [0, 0, 10, 0, 10, 10, 5, 5, 0, 10];
  assert.ok(inside(bow, 2, 2));
  assert.ok(!inside(bow, 5, 8));
  assert.ok(!inside(bow, 11, 5));
});

test('zooming keeps the point under the pointer', () => {
  const view = fit(800, 600, { x0: 0.2, y0: 0.1, x1: 0.7, y1: 0.9 }, 20);
  const closer = zoomed(view, 3, 123, 456);
  assert.ok(Math.abs((123 - view.left) / view.scale - (123 - closer.left) / closer.scale) < 1e-9);
  assert.ok(Math.abs((456 - view.top) / view.scale - (456 - closer.top) / closer.scale) < 1e-9);
});

test('CSV quotes what would break it', () => {
  assert.equal(csv([['a,b', 'say "x"', 'two\nlines', 'plain']]), '"a,b","say ""x""","two\nlines",plain\n');
});

test('search puts equal ids first, then those that begin so', () => {
  assert.deepEqual(matches(['xab', 'abc', 'ab', 'b'], 'ab'), [2, 1, 0]);
  assert.deepEqual(matches(['a'], ''), []);
});

test('the least trustworthy cluster comes first', () => {
  const c = (cluster: number, size: number, trust: number) => ({ cluster, size, trust, name: '' });
  const all = [c(0, 5, 0.9), c(1, 9, 0.2), c(2, 7, 0.5)];
  assert.deepEqual(sorted(all, 'trust').map((x) => x.cluster), [1, 2, 0]);
  assert.deepEqual(sorted(all, 'size').map((x) => x.cluster), [1, 2, 0]);
  assert.deepEqual(sorted(all, 'number').map((x) => x.cluster), [0, 1, 2]);
});

test('an edge inside a cluster has both of its ends there', () => {
  assert.deepEqual(rowShares([[3, 2], [2, 0]]), [[0.75, 0.25], [1, 0]]);
  assert.deepEqual(rowShares([[0]]), [[0]]);
});

/** Machado et al. (2009), full severity; rows make linear red, green and blue. */
const VISION = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
};

function oklab(color: Rgb, vision: number[][]): number[] {
  const linear = color.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  const [r, g, b] = vision.map((row) => Math.max(0, row.reduce((sum, w, i) => sum + w * linear[i]!, 0))) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

test('the first eight colors are told apart by color-blind people', () => {
  for (const [name, vision] of Object.entries(VISION)) {
    const seen = PALETTE.slice(0, 8).map((hex) => oklab(rgb(hex), vision));
    seen.forEach((a, i) =>
      seen.slice(i + 1).forEach((b, j) => {
        const distance = Math.hypot(...a.map((v, c) => v - b[c]!));
        assert.ok(distance > 0.07, `${name}: ${PALETTE[i]} and ${PALETTE[i + 1 + j]} are ${distance.toFixed(3)} apart`);
      }),
    );
  }
  assert.equal(new Set(PALETTE).size, PALETTE.length);
});

test('a scale of numbers grows lighter all the way', () => {
  for (const dark of [false, true]) {
    const light = Array.from({ length: 50 }, (_, i) => oklab(sequential(i / 49, dark), VISION.normal)[0]!);
    light.slice(1).forEach((l, i) => assert.ok(l > light[i]! - 1e-3));
  }
});

test('neighbors on the map have different colors, and each color is used once while there are enough', () => {
  assignColors(Array.from({ length: 24 }, (_, i) => ({ x: i / 24, y: 0 })), Array.from({ length: 24 }, (_, i) => i));
  assert.equal(new Set(Array.from({ length: 24 }, (_, i) => clusterCss(i))).size, 24);
  assignColors(Array.from({ length: 60 }, () => null), Array.from({ length: 60 }, () => 1));
  const times = new Map<string, number>();
  Array.from({ length: 60 }, (_, i) => times.set(clusterCss(i), (times.get(clusterCss(i)) ?? 0) + 1));
  assert.ok([...times.values()].every((n) => n === 2 || n === 3));
});

test('labels stand near the cluster that has most of them', () => {
  assert.deepEqual(ordered([[0, 9, 1], [5, 0, 0], [0, 1, 8]], 3), [1, 0, 2]);
  assert.deepEqual(ordered([[0, 9, 1], [5, 0, 0], [0, 1, 8]], 2), [1, 2]);
});

function sweepRow(k: number, occupied: number, evidence: number | null, chance: boolean): SweepRow {
  const band = { low: -0.2, mean: -0.1, high: 0.1 };
  return {
    k,
    occupied,
    largest: 1 / k,
    scores: { agreement: 0.9, modularity: 0.4, coverage: 0.6, silhouette: 0.2, evidence, support: evidence === null ? 0.3 : null },
    chance: chance ? { agreement: band, modularity: band, coverage: band, silhouette: band, evidence: evidence === null ? null : band } : null,
  };
}

test('a sweep shows the scores that were measured, the one that decided first', () => {
  const choice = { k: 3, alsoGood: [4], sentence: '' };
  const blocks: Sweep = { criterion: 'EVIDENCE', rows: [sweepRow(2, 2, 0.1, true), sweepRow(3, 3, 0.5, true)], choice };
  assert.deepEqual(shownScores(blocks).map((score) => score.key), ['evidence', 'agreement', 'modularity', 'coverage', 'silhouette']);
  const vote: Sweep = { criterion: 'AGREEMENT', rows: [sweepRow(2, 2, null, true)], choice };
  assert.deepEqual(shownScores(vote).map((score) => score.key), ['support', 'agreement', 'modularity', 'coverage', 'silhouette']);
});

test('a chart of a sweep spans scores and bands', () => {
  assert.deepEqual(extent([sweepRow(2, 2, 0.5, true)], 'evidence'), [-0.2, 0.5]);
  assert.deepEqual(extent([sweepRow(2, 2, 0.5, false)], 'evidence'), [0.5, 0.5]);
  assert.deepEqual(extent([sweepRow(2, 2, null, false)], 'evidence'), [0, 1]);
});

test('a sweep says in a word what became of a number of clusters', () => {
  const rows = [sweepRow(2, 2, 0, true), sweepRow(3, 3, 1, true), sweepRow(4, 4, 1, true), sweepRow(5, 3, 0, true)];
  const made: Sweep = { criterion: 'EVIDENCE', rows, choice: { k: 3, alsoGood: [4], sentence: '' } };
  assert.deepEqual(rows.map((row) => word(made, row)), ['', 'chosen', 'about as good', '2 empty']);
});

test('at most ten numbers stand below a chart, the first and the last among them', () => {
  assert.deepEqual(marks([2, 3, 4]), [2, 3, 4]);
  const many = marks(Array.from({ length: 19 }, (_, i) => i + 2));
  assert.ok(many.length <= 10 && many[0] === 2 && many.at(-1) === 20);
  const more = marks(Array.from({ length: 99 }, (_, i) => i + 2));
  assert.ok(more.length <= 11 && more[0] === 2 && more.at(-1) === 100);
});
