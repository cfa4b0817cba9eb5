// Makes a report of invented data, to look at and to measure: node test/mock.mjs NODES FILE [hostile]
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const TEMPLATE = join(dirname(fileURLToPath(import.meta.url)), '../../cli/src/main/resources/dev/kindred/cli/report/report.html');

/** Texts that would do harm were they ever parsed as HTML, SQL or a shell's words, and such as are hard to show. */
export const HOSTILE = [
  '</script><script>globalThis.harm=1</script>',
  '<img src=x onerror="globalThis.harm=1">',
  '<!--<script>',
  `"quotes" 'single' \`back\``,
  '&amp;&lt;&#x41;',
  '${globalThis.harm=1}',
  'javascript:globalThis.harm=1',
  'a,b;c\td',
  'two\nlines',
  'emoji 👩‍👩‍👧‍👦 🏳️‍🌈',
  'שלום עולם (rtl)',
  'مرحبا <b>بالعالم</b>',
  '\u202Eright-to-left override',
  'zero\u200Bwidth',
  'n\u0000ull',
  '@HEAD@ @REST@ $& $1',
  '=HYPERLINK("http://example.invalid")',
  'x'.repeat(2000),
  'ünï©ode ñ 漢字',
  '__proto__',
  'constructor',
  ' ',
];

function random(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WIDTH = { u8: 1, u16: 2, u32: 4, i32: 4 };

/** The other side of src/pack.ts. */
export function pack(json, arrays) {
  let offset = 0;
  const places = [];
  const parts = [];
  for (const [name, [type, values]] of Object.entries(arrays)) {
    const width = WIDTH[type];
    const bytes = Buffer.alloc(values.length * width);
    for (let i = 0; i < values.length; i++) {
      for (let plane = 0; plane < width; plane++) {
        bytes[plane * values.length + i] = (values[i] >>> (8 * plane)) & 255;
      }
    }
    places.push({ name, type, offset, length: values.length });
    offset += bytes.length;
    parts.push(bytes);
  }
  const header = Buffer.from(JSON.stringify({ arrays: places, json }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return gzipSync(Buffer.concat([length, header, ...parts])).toString('base64');
}

const WORDS = 'late payer city Rome Milan buffer stream channel format locale parse token socket cipher key store module layer frame thread lock queue invoke handle attention protein cell gene risk credit'.split(' ');

export function mock(n, hostile) {
  const next = random(7);
  const normal = () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next());
  const k = n < 5000 ? 7 : n < 50_000 ? 12 : 24;
  const weights = Array.from({ length: k }, () => 0.2 + next() ** 2);
  const sum = weights.reduce((a, b) => a + b, 0);
  const centers = Array.from({ length: k }, (_, i) => [0.5 + 0.36 * Math.cos((2 * Math.PI * i) / k) * (0.6 + 0.5 * next()), 0.5 + 0.36 * Math.sin((2 * Math.PI * i) / k) * (0.6 + 0.5 * next())]);
  const cluster = new Uint16Array(n), second = new Uint16Array(n), x = new Uint16Array(n), y = new Uint16Array(n), confidence = new Uint8Array(n), margin = new Uint8Array(n);
  const size = new Array(k).fill(0);
  for (let i = 0; i < n; i++) {
    let at = next() * sum, c = 0;
    while ((at -= weights[c]) > 0 && c < k - 1) c++;
    cluster[i] = c;
    size[c]++;
    second[i] = (c + 1 + Math.floor(next() * (k - 1))) % k;
    const bend = normal() * 0.05;
    const px = centers[c][0] + bend + normal() * 0.02, py = centers[c][1] + normal() * 0.03 + bend * bend * 6;
    x[i] = Math.round(65535 * Math.min(1, Math.max(0, px)));
    y[i] = Math.round(65535 * Math.min(1, Math.max(0, py)));
    confidence[i] = Math.round(255 * Math.min(1, Math.max(0.1, 0.95 - Math.abs(normal()) * 0.2)));
    margin[i] = Math.max(0, confidence[i] - Math.floor(next() * (255 - confidence[i])) - 20);
  }
  const features = WORDS.map((name) => ({ name, kind: 'binary' }));
  if (hostile) HOSTILE.forEach((name) => features.push({ name, kind: 'binary' }));
  const members = Array.from({ length: k }, () => []);
  cluster.forEach((c, i) => members[c].length < 40 && members[c].push(i));
  const clusters = Array.from({ length: k }, (_, c) => ({
    cluster: c,
    name: hostile ? HOSTILE[c % HOSTILE.length] : [0, 1, 2].map((w) => WORDS[(c * 3 + w) % WORDS.length]).join(', '),
    size: size[c], share: size[c] / n, density: 12 / size[c], conductance: 0.05 + 0.4 * next(), cohesion: 0.6 + 0.4 * next(), confidence: 0.5 + 0.45 * next(), unsure: 0.2 * next(), stability: 0.5 + 0.5 * next(), trust: next(),
    traits: Array.from({ length: 8 }, (_, t) => ({ feature: (c * 3 + t) % features.length, text: features[(c * 3 + t) % features.length].name, test: 'fisher', inside: 0.6 - 0.06 * t, outside: 0.05, lift: 12 - t, effect: 0.5 - 0.05 * t, measure: 'difference of shares', p: 10 ** (t - 40), q: 10 ** (t - 38) })),
    typical: members[c].slice(0, 8), boundary: members[c].slice(8, 14), hubs: members[c].slice(14, 20), bridges: members[c].slice(20, 26),
  }));
  const between = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => (i === j ? size[i] * 4 : Math.floor((((i * 31 + j * 31) ^ (i * j)) % 17) * n / 4000))));
  const labelNames = hostile ? HOSTILE.slice(0, k) : Array.from({ length: k }, (_, i) => `label ${i}`);
  const perNode = 8;
  const neighbors = new Int32Array(n * perNode).fill(-1), attention = new Uint8Array(n * perNode), degree = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    degree[i] = Math.floor(next() * 14);
    const peers = members[cluster[i]];
    for (let r = 0; r < Math.min(perNode, degree[i]); r++) {
      neighbors[r * n + i] = n > 50_000 ? Math.floor(next() * n) : peers[Math.floor(next() * peers.length)];
      attention[r * n + i] = 200 >> r;
    }
  }
  const shownCount = 12;
  const shown = new Uint8Array(n * shownCount).map((_, o) => (next() < 0.1 + 0.5 * ((cluster[o % n] + Math.floor(o / n)) % 3 === 0) ? 254 : 0));
  const telling = new Int32Array(n * 3).map((_, o) => (cluster[o % n] * 3 + Math.floor(o / n)) % features.length);
  const ids = Array.from({ length: n }, (_, i) => (hostile && i < HOSTILE.length ? HOSTILE[i] : `user-${(i * 7919) % 1_000_003}`));
  const encoded = ids.map((id) => Buffer.from(id));
  const label = new Int32Array(n).map((_, i) => (next() < 0.8 ? cluster[i] : second[i]));
  const counts = Array.from({ length: k }, () => new Array(k).fill(0));
  label.forEach((l, i) => counts[cluster[i]][l]++);
  const history = ['pretrain', 'finetune'].flatMap((stage) => Array.from({ length: stage === 'pretrain' ? 30 : 200 }, (_, e) => ({ stage, epoch: e, total: 1.4 * Math.exp(-e / 20) + 0.5, reconstruction: 1.4 * Math.exp(-e / 20) + 0.5, clustering: stage === 'pretrain' ? 0 : 0.3 * Math.exp(-e / 60) })));
  const band = (mean) => ({ low: mean - 0.02, mean, high: mean + 0.02 });
  const sweep = {
    criterion: 'EVIDENCE',
    rows: Array.from({ length: 11 }, (_, i) => {
      const near = 1 - Math.abs(i + 2 - k) / 12;
      return { k: i + 2, occupied: i + 2, largest: 1 / (i + 2), scores: { agreement: 0.9 * near, modularity: 0.7 * near, coverage: 0.8 * near, silhouette: 0.3 * near, evidence: near }, chance: { agreement: band(0.1), modularity: band(0.2 + i / 100), coverage: band(0.5), silhouette: band(0.05), evidence: band(-0.01 * i) } };
    }),
    choice: { k, alsoGood: [k + 1], sentence: `k = ${k}: a block model of edges and attributes explains most with ${k} clusters, 1.00 bits a node; ${k + 1} is about as good` },
  };
  const head = {
    sweep,
    title: hostile ? HOSTILE[0] : 'invented data', subtitle: 'seed 7', redacted: false, nodes: n, edges: n * 5, shownNodes: n, features,
    shown: Array.from({ length: shownCount }, (_, i) => ({ feature: i, low: 0, high: 1 })), clusters, between, labels: { names: labelNames, counts }, labelMetrics: { accuracy: 0.8, 'NMI (arithmetic)': 0.66 },
    scores: [{ name: 'attributes alone', modularity: 0.31, silhouette: 0.12 }, { name: 'k-means on the pretrained embedding', modularity: 0.7, silhouette: 0.09 }, { name: 'this result', modularity: 0.73, silhouette: 0.1 }],
    sentences: ['finetuning helped over k-means on the pretrained embedding: modularity 0.731 after 0.700, attribute silhouette 0.100 after 0.090, 12.1 % of the nodes moved', 'the graph helped over the attributes alone: modularity 0.731 instead of 0.310'],
    history, command: `kindred cluster --data "invented data.npz" -k ${k}`, provenance: [{ name: 'seed', value: '7' }, { name: 'version', value: '0.1.0' }, { name: 'checksum', value: 'a'.repeat(64) }], config: '{\n  "clusters": 7\n}', warnings: hostile ? [HOSTILE[1]] : [], notes: [],
  };
  return {
    head: pack(head, { x: ['u16', x], y: ['u16', y], cluster: ['u16', cluster], second: ['u16', second], confidence: ['u8', confidence], margin: ['u8', margin] }),
    rest: pack({ perNode, tellingPerNode: 3 }, { idBytes: ['u8', Buffer.concat(encoded)], idLengths: ['u32', encoded.map((e) => e.length)], degree: ['u32', degree], neighbors: ['i32', neighbors], attention: ['u8', attention], telling: ['i32', telling], label: ['i32', label], shown: ['u8', shown] }),
  };
}

export function write(file, n, hostile) {
  const { head, rest } = mock(n, hostile);
  const html = readFileSync(TEMPLATE, 'utf8').replace('>@HEAD@<', () => `>${head}<`).replace('>@REST@<', () => `>${rest}<`);
  writeFileSync(file, html);
  return html.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`${process.argv[3]}: ${write(process.argv[3], Number(process.argv[2]), process.argv[4] === 'hostile')} bytes`);
}
