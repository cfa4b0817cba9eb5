// A browser, where one is installed, and pages of reports in it whose errors and requests are kept.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';

const KNOWN = [process.env.KINDRED_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export function installed() {
  return KNOWN.find((path) => path && existsSync(path));
}

export async function open() {
  const browser = await chromium.launch({ executablePath: installed(), args: FLAGS });
  return {
    browser,
    /** A report, opened from disk as a user would, waited for until all of it is there. */
    async page(file, options = {}, query = '') {
      const context = await browser.newContext({ acceptDownloads: true, ...options });
      const page = await context.newPage();
      const seen = { errors: [], requests: [] };
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/GPU stall due to ReadPixels/.test(message.text()) && seen.errors.push(message.text()));
      page.on('pageerror', (error) => seen.errors.push(String(error)));
      const own = pathToFileURL(resolve(file)).href;
      page.on('request', (request) => !request.url().startsWith(own) && !/^(data|blob):/.test(request.url()) && seen.requests.push(request.url()));
      await page.goto(own + query);
      await page.waitForFunction(() => globalThis.kindred?.ready || document.querySelector('.empty'), undefined, { timeout: 60_000 });
      return { page, seen };
    },
  };
}
