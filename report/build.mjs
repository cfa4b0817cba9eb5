// Builds the form of the report: src/ and what it imports become one HTML file whose places for data are still empty.
//   node build.mjs            writes it
//   node build.mjs --check    says whether the one checked in is what the sources give
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
export const TEMPLATE = join(here, '../cli/src/main/resources/dev/kindred/cli/report/report.html');
const LICENCES = join(here, '../cli/src/main/resources/dev/kindred/cli/report/LICENCES.txt');
const BUNDLED = ['d3-contour', 'd3-array', 'internmap', 'kdbush'];

const hash = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

/** SHA-256 over path and content of everything that the bundle is made of; ReportTemplateTest computes the same. */
function sources() {
  const all = [...files(join(here, 'src')), join(here, 'build.mjs'), join(here, 'package-lock.json')];
  const lines = all.map((file) => `${relative(here, file).split(sep).join('/')} ${hash('sha256', readFileSync(file), 'hex')}\n`).sort();
  return hash('sha256', lines.join(''), 'hex');
}

function licences() {
  return BUNDLED.map((name) => {
    const folder = join(here, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
  }).join('\n----------------------------------------\n\n');
}

async function template() {
  const bundle = await build({
    absWorkingDir: here,
    entryPoints: ['src/main.ts'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    charset: 'ascii',
    legalComments: 'none',
    write: false,
    metafile: true,
  });
  const used = new Set(Object.keys(bundle.metafile.inputs).flatMap((input) => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
  const unknown = [...used].filter((name) => !BUNDLED.includes(name));
  if (unknown.length > 0) {
    throw new Error(`licences: expected the bundle to hold ${BUNDLED.join(', ')}, got ${unknown.join(', ')} too; add them to BUNDLED`);
  }
  const notice = `/*\n${licences().replaceAll('*/', '* /')}*/\n`;
  const script = (notice + bundle.outputFiles[0].text).replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const style = (await transform(readFileSync(join(here, 'src/style.css'), 'utf8'), { loader: 'css', minify: true, target: ['chrome111', 'firefox113', 'safari16.4'] })).code;
  const values = {
    SCRIPT: script,
    STYLE: style,
    SCRIPT_HASH: `'sha256-${hash('sha256', script, 'base64')}'`,
    STYLE_HASH: `'sha256-${hash('sha256', style, 'base64')}'`,
    SOURCES: sources(),
    HEAD: '@HEAD@',
    REST: '@REST@',
  };
  return readFileSync(join(here, 'src/template.html'), 'utf8').replace(/@([A-Z_]+)@/g, (all, name) => values[name] ?? all);
}

const made = [[TEMPLATE, await template()], [LICENCES, licences()]];
if (process.argv.includes('--check')) {
  for (const [file, content] of made) {
    if (readFileSync(file, 'utf8') !== content) {
      console.error(`${relative(process.cwd(), file)}: expected what report/ gives, got something else; run: cd report && npm run build`);
      process.exit(1);
    }
  }
  console.log('the checked-in bundle is what report/ gives');
} else {
  for (const [file, content] of made) {
    writeFileSync(file, content);
    console.log(`${relative(process.cwd(), file)}: ${content.length} bytes`);
  }
}
