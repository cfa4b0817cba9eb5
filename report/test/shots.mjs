// Takes pictures of a report: node test/shots.mjs REPORT FOLDER
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from './chromium.mjs';

const [report, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { browser, page: make } = await open();
for (const [name, options] of [
  ['light', { viewport: { width: 1400, height: 900 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1400, height: 900 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 360, height: 740 }, colorScheme: 'light', deviceScaleFactor: 2 }],
]) {
  const { page } = await make(report, options);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  for (const id of await page.evaluate(() => Array.from(document.querySelectorAll('section[id]'), (section) => section.id))) {
    await page.locator(`#${id}`).screenshot({ path: join(folder, `${name}-${id}.png`) });
  }
  await page.evaluate(() => scrollTo(0, 0));
  if (name === 'light') {
    await page.evaluate(() => globalThis.kindred.state.pick(globalThis.kindred.state.model.head.clusters[0].typical?.[0] ?? 0));
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(folder, 'node.png') });
    await page.pdf({ path: join(folder, 'print.pdf'), format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
  }
  await page.context().close();
}
await browser.close();
