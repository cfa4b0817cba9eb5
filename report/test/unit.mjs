// Bundles the unit tests for the version of node that is here, and runs them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kindred-report-'));
const bundle = join(folder, 'unit.test.mjs');
try {
  await build({ absWorkingDir: here, entryPoints: ['unit.test.ts'], bundle: true, platform: 'node', format: 'esm', outfile: bundle, define: { 'import.meta.url': JSON.stringify(import.meta.url) } });
  process.exitCode = spawnSync(process.execPath, ['--test', bundle], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
