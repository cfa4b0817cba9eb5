// Opens reports from disk in a real browser, as a user would. REPORT=file tests that one too, which Kindred has made.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { installed, open } from './chromium.mjs';
import { HOSTILE, write } from './mock.mjs';

const skip = installed() ? false : 'no Chromium is installed here (Debian: apt-get install chromium), so the report was not opened in a browser';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the report in a browser', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-browser-'));
  const small = join(folder, 'small.html');
  const large = join(folder, 'large.html');
  let chromium;

  before(async () => {
    write(small, 3000, true);
    write(large, 100_000, false);
    chromium = await open();
  });
  after(async () => {
    await chromium?.browser.close();
    rmSync(folder, { recursive: true });
  });

  const wide = { viewport: { width: 1300, height: 850 } };
  const reports = [['invented, with hostile texts', () => small], ...(process.env.REPORT ? [['made by Kindred', () => process.env.REPORT]] : [])];

  /** Runs a test on a page and holds it against what no report may do. */
  async function on(file, options, body, query = '') {
    const { page, seen } = await chromium.page(file, options, query);
    try {
      await body(page);
      assert.deepEqual(seen.errors, [], 'console errors');
      assert.deepEqual(seen.requests, [], 'requests');
      assert.equal(await page.evaluate(() => globalThis.harm), undefined, 'text of a user ran');
    } finally {
      await page.context().close();
    }
  }

  const visible = (page) => page.evaluate(() => globalThis.kindred.state.visibleCount);
  const nodes = (page) => page.evaluate(() => globalThis.kindred.state.model.n);
  const id = (page, node) => page.evaluate((i) => globalThis.kindred.state.model.rest.ids[i], node);

  async function drag(page, points) {
    const box = await page.locator('.map').boundingBox();
    await page.mouse.move(box.x + points[0][0] * box.width, box.y + points[0][1] * box.height);
    await page.mouse.down();
    for (const [x, y] of points.slice(1)) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
    }
    await page.mouse.up();
  }

  for (const [name, file] of reports) {
    test(`${name}: shows every section, with labels that do not overlap`, () =>
      on(file(), wide, async (page) => {
        const sections = await page.locator('section[id]').evaluateAll((all) => all.map((section) => section.id));
        for (const section of ['map', 'clusters', 'nodes', 'between', 'training', 'verdict', 'provenance']) {
          assert.ok(sections.includes(section), section);
        }
        const boxes = await page.evaluate(() => globalThis.kindred.map.labelBoxes);
        assert.ok(boxes.length > 1);
        boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)));
        assert.equal(await page.evaluate(() => globalThis.kindred.map.rendererName), 'WebGL2');
        assert.ok((await colored(page)) > 200, 'points on the map');
      }));

    test(`${name}: finds a node by its id and shows its card`, () =>
      on(file(), wide, async (page) => {
        const sought = await id(page, 40);
        await page.getByRole('combobox', { name: 'Find a node by its id' }).fill(sought);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate(() => globalThis.kindred.state.picked), 40);
        const card = page.locator('.node-card');
        assert.equal((await card.locator('h3').textContent()), sought);
        assert.match(await card.textContent(), /Runner-up.*Confidence.*Margin/);
      }));

    test(`${name}: a click on a node opens its card, and a neighbor leads on`, () =>
      on(file(), wide, async (page) => {
        const [node, x, y] = await page.evaluate(() => {
          const { state, map } = globalThis.kindred;
          const { neighbors } = state.model.rest;
          const at = (i) => map.at(i);
          for (let i = 0; i < state.model.n; i++) {
            const [px, py] = at(i);
            const alone = !Array.from({ length: state.model.n }, (_, j) => j).some((j) => j !== i && Math.hypot(at(j)[0] - px, at(j)[1] - py) < 6);
            if (neighbors[i] >= 0 && alone && px > 30 && py > 30) {
              return [i, px, py];
            }
          }
          return [-1, 0, 0];
        });
        assert.ok(node >= 0);
        await page.locator('.map').click({ position: { x, y } });
        assert.equal(await page.evaluate(() => globalThis.kindred.state.picked), node);
        await page.locator('.neighbors .link').first().click();
        assert.notEqual(await page.evaluate(() => globalThis.kindred.state.picked), node);
      }));

    test(`${name}: hovering shows a card`, () =>
      on(file(), wide, async (page) => {
        const [x, y] = await page.evaluate(() => globalThis.kindred.map.at(5));
        await page.locator('.map').hover({ position: { x, y } });
        await page.locator('.hover-card').waitFor({ state: 'visible' });
      }));

    test(`${name}: histograms and clusters filter the map and the table`, () =>
      on(file(), wide, async (page) => {
        const all = await nodes(page);
        await page.getByRole('slider', { name: 'Confidence, at least' }).evaluate((slider) => {
          slider.value = String(Math.round((100 * globalThis.kindred.state.model.confidence.toSorted()[Math.floor(globalThis.kindred.state.model.n / 2)]) / 255));
          slider.dispatchEvent(new Event('input'));
        });
        const some = await visible(page);
        assert.ok(some > 0 && some < all, `${some} of ${all}`);
        assert.match(await page.locator('#nodes [role=status]').textContent(), /filtered from/);
        await page.locator('.legend .row').first().click();
        assert.ok((await visible(page)) < some);
        await page.getByRole('button', { name: 'Show all' }).click();
        assert.equal(await visible(page), all);
      }));

    test(`${name}: a lasso gives a list that can be saved`, () =>
      on(file(), wide, async (page) => {
        await page.getByRole('button', { name: 'Lasso' }).click();
        await drag(page, [[0.02, 0.02], [0.98, 0.02], [0.98, 0.98], [0.02, 0.98]]);
        const lassoed = await visible(page);
        assert.ok(lassoed > (await nodes(page)) / 2, `${lassoed} in the lasso`);
        const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.chosen').getByRole('button', { name: 'Save as CSV' }).click()]);
        const saved = readFileSync(await download.path(), 'utf8');
        assert.ok(saved.startsWith('id,cluster,confidence,second,margin\n'));
        assert.ok(saved.split('\n').length >= lassoed);
        await page.keyboard.press('Escape');
      }));

    test(`${name}: colors by everything it offers`, () =>
      on(file(), wide, async (page) => {
        const select = page.getByLabel('Color by');
        const shot = async () => (await page.locator('.map').screenshot()).toString('base64');
        const first = await shot();
        for (const value of (await select.locator('option').evaluateAll((all) => all.map((o) => o.value))).slice(1)) {
          await select.selectOption(value);
          await page.waitForTimeout(50);
          assert.ok(!value.startsWith('c') || (await shot()) !== first, value);
        }
      }));

    test(`${name}: the keyboard moves and zooms the map, and sorts the table`, () =>
      on(file(), wide, async (page) => {
        await page.locator('.map').focus();
        const before = await page.evaluate(() => globalThis.kindred.map.at(0));
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('+');
        await page.waitForTimeout(700);
        assert.notDeepEqual(await page.evaluate(() => globalThis.kindred.map.at(0)), before);
        await page.keyboard.press('0');
        const sort = page.locator('#nodes').getByRole('button', { name: 'Confidence' });
        await sort.focus();
        await page.keyboard.press('Enter');
        assert.equal(await page.locator('#nodes th[aria-sort=ascending]').textContent(), 'Confidence');
      }));

    for (const colorScheme of ['light', 'dark']) {
      test(`${name}: axe finds nothing serious in ${colorScheme}`, () =>
        on(file(), { ...wide, colorScheme }, async (page) => {
          await page.evaluate(() => globalThis.kindred.state.pick(3));
          const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
          const [r] = paper.match(/\d+/g).map(Number);
          assert.ok(colorScheme === 'dark' ? r < 60 : r > 200, paper);
          await page.evaluate(axe);
          const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
          const serious = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 150)}: ${v.nodes[0].failureSummary}`);
          assert.deepEqual(serious, []);
        }));
    }

    test(`${name}: fits a screen of 360 pixels`, () =>
      on(file(), { viewport: { width: 360, height: 740 } }, async (page) => {
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
        assert.ok((await page.locator('.map').boundingBox()).width > 300);
      }));

    test(`${name}: prints the map and every cluster`, () =>
      on(file(), { ...wide, colorScheme: 'dark' }, async (page) => {
        const pdf = await page.pdf({ format: 'A4' });
        assert.ok(pdf.length > 30_000);
        assert.ok(await page.locator('.printed').evaluate((image) => image.src.startsWith('data:image/png') && image.src.length > 20_000));
      }));
  }

  test('hostile texts show as they are', () =>
    on(small, wide, async (page) => {
      const ids = await page.evaluate((n) => globalThis.kindred.state.model.rest.ids.slice(0, n), HOSTILE.length);
      assert.deepEqual(ids, HOSTILE);
      for (const [i, text] of HOSTILE.entries()) {
        await page.evaluate((node) => globalThis.kindred.state.pick(node), i);
        assert.equal(await page.locator('.node-card h3').textContent(), text.trim() === '' ? `“${text}”` : text);
      }
      assert.equal(await page.locator('.top h1').textContent(), HOSTILE[0]);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 1300);
      assert.equal(await page.locator('script').count(), 3);
    }));

  test('the theme can be chosen', () =>
    on(small, { ...wide, colorScheme: 'light' }, async (page) => {
      await page.getByLabel('Colors of the page').selectOption('dark');
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    }));

  test('without WebGL the map is drawn on a canvas', () =>
    on(small, wide, async (page) => {
      assert.equal(await page.evaluate(() => globalThis.kindred.map.rendererName), 'canvas');
      assert.ok((await colored(page)) > 200);
    }, '?canvas'));

  test('100,000 nodes are drawn at once', () =>
    on(large, wide, async (page) => {
      const { firstPicture, n } = await page.evaluate(() => ({ firstPicture: globalThis.kindred.firstPicture, n: globalThis.kindred.state.model.n }));
      assert.equal(n, 100_000);
      assert.ok(statSync(large).size < 10_000_000);
      const frame = await page.evaluate(() => {
        const begun = performance.now();
        for (let i = 0; i < 5; i++) {
          globalThis.kindred.map.draw();
        }
        return (performance.now() - begun) / 5;
      });
      console.log(`100,000 nodes: ${statSync(large).size} bytes, first picture ${firstPicture.toFixed(0)} ms, ${frame.toFixed(1)} ms of script a frame`);
      // A software renderer on a busy machine; docs/REPORT.md has figures of a quiet one.
      assert.ok(firstPicture < 6000, `${firstPicture} ms`);
    }));

  /** How many pixels of the map are colored rather than grey. */
  async function colored(page) {
    const png = (await page.locator('.map').screenshot()).toString('base64');
    return page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height);
      let colored = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        colored += Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) - Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 60 ? 1 : 0;
      }
      return colored;
    }, png);
  }
});
