// Builds dist/ from our own files and the packages named in package.json. Plain Node 18 or newer, no bundler.
//
//   dist/manifest.json   logical name -> file name with the hash of its content
//   dist/icons.json      icon name -> the inside of its <svg>, for the server to set into pages
//   dist/<files>         each text file also as .br and .gz
//   dist-test/           what only tests load (axe-core); never served in production
//
// Run `npm ci` first. The build is repeatable: the same packages and sources give the same bytes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, 'node_modules');
const dist = join(here, 'dist');
const distTest = join(here, 'dist-test');
const manifest = {};

const fail = (sentence) => { console.error(`assets: ${sentence}`); process.exit(1); };
const ours = (...path) => readFileSync(join(here, ...path), 'utf8');
const theirs = (...path) => {
  const file = join(packages, ...path);
  if (!existsSync(file)) fail(`${join('node_modules', ...path)} is missing; run "npm ci" in assets/ first.`);
  return readFileSync(file);
};

/** Writes `bytes` under a name that carries the hash of its content, and remembers it in the manifest. */
function publish(name, bytes) {
  const content = Buffer.from(bytes);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const dot = name.lastIndexOf('.');
  const hashed = `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
  writeFileSync(join(dist, hashed), content);
  if (!name.endsWith('.woff2')) {
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
    writeFileSync(join(dist, `${hashed}.br`), brotliCompressSync(content, quality));
    writeFileSync(join(dist, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  }
  manifest[name] = hashed;
  return hashed;
}

const squeezeCss = (css) => css
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};,]) ?/g, '$1')
  .replace(/;}/g, '}')
  .trim();

// --- fonts: only the subsets our languages need; a browser fetches only those a page uses -------------------------
const subsets = {
  latin: 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  vietnamese: 'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
  cyrillic: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
  'cyrillic-ext': 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
};
const face = (family, weight, file, subset) =>
  `@font-face{font-family:'${family}';font-weight:${weight};font-display:swap;src:url(${file}) format('woff2');unicode-range:${subsets[subset]}}`;

function fonts() {
  const faces = [];
  for (const weight of [400, 600, 700]) {
    for (const subset of ['latin', 'vietnamese']) {
      const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      faces.push(face('Be Vietnam Pro', weight, publish(name, theirs('@fontsource', 'be-vietnam-pro', 'files', name)), subset));
    }
  }
  for (const subset of ['latin', 'vietnamese', 'cyrillic', 'cyrillic-ext']) {
    const name = `inter-${subset}-wght-normal.woff2`;
    faces.push(face('Inter', '100 900', publish(name, theirs('@fontsource-variable', 'inter', 'files', name)), subset));
  }
  return faces.join('\n');
}

// --- GOV.UK Frontend: its code is MIT, its font and marks are not for us -------------------------------------------
function govukCss() {
  const css = theirs('govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.css').toString('utf8')
    .replace(/GDS Transport,\s*arial,\s*sans-serif/g, 'var(--t-font,system-ui,sans-serif)')
    .replace(/@font-face\{[^}]*\}/g, '')
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, '');
  if (/GDS Transport/i.test(css)) fail('the GDS Transport font survived in the GOV.UK style sheet; it may not be used here.');
  return `@layer govuk{${css}}`;
}

const scriptOf = (bytes) => bytes.toString('utf8').replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');

function icons() {
  const inside = (svg) => svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
    .replace(/\s+/g, ' ').replace(/ \/>/g, '/>').replace(/> </g, '><').trim();
  const all = {};
  for (const name of ours('icons.txt').split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#'))) {
    all[name] = inside(theirs('lucide-static', 'icons', `${name}.svg`).toString('utf8'));
  }
  for (const file of readdirSync(join(here, 'shapes')).sort()) {
    all[file.replace(/\.svg$/, '')] = inside(ours('shapes', file));
  }
  return all;
}

const licences = () => [
  ['GOV.UK Frontend 6', 'MIT', 'Copyright (C) 2017 Crown Copyright (Government Digital Service)'],
  ['htmx 4', '0BSD', theirs('htmx.org', 'LICENSE').toString('utf8')],
  ['Lucide', 'ISC', theirs('lucide-static', 'LICENSE').toString('utf8')],
  ['Be Vietnam Pro', 'OFL-1.1', theirs('@fontsource', 'be-vietnam-pro', 'LICENSE').toString('utf8')],
  ['Inter', 'OFL-1.1', theirs('@fontsource-variable', 'inter', 'LICENSE').toString('utf8')],
].map(([name, licence, text]) => `${name} (${licence})\n\n${text.trim()}\n`).join(`\n${'-'.repeat(72)}\n\n`);

for (const folder of [dist, distTest]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
const faces = fonts();
const own = readdirSync(join(here, 'css')).filter((file) => file.endsWith('.css')).sort().map((file) => ours('css', file)).join('\n');
publish('app.css', `@layer govuk,onedoor;${faces}\n${govukCss()}\n${squeezeCss(own)}\n`);
const govukScript = publish('govuk-frontend.js', scriptOf(theirs('govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js')));
publish('app.js', ours('js', 'app.js').replace('./govuk-frontend.js', `./${govukScript}`));
publish('htmx.js', scriptOf(theirs('htmx.org', 'dist', 'htmx.min.js')));
for (const file of readdirSync(join(here, 'patterns')).sort()) publish(`pattern-${file}`, ours('patterns', file));
publish('licences.txt', licences());
writeFileSync(join(dist, 'icons.json'), JSON.stringify(icons()));
writeFileSync(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
writeFileSync(join(distTest, 'axe.min.js'), theirs('axe-core', 'axe.min.js'));
console.log(`assets: ${Object.keys(manifest).length} files in assets/dist`);
