// Writes one minified file for each library into the resources of the login rules.
//   npm install && npm run build
import { build } from 'esbuild';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

const target = '../main/resources/io/devicegate/rules/login/libraries';
const aliases = { qs: './entry/qs.js', stream: './entry/stream.js', util: './entry/util.js' };
const bundled = ['buffer', 'whatwg-url', 'url', 'querystring', 'uuid', 'ipaddr', 'jsonwebtoken', 'rule-utilities'];

// The package leaves host names as they are; by the URL standard they are in lower case and ASCII.
const hostNames = {
  name: 'host-names',
  setup: ({ onLoad }) =>
    onLoad({ filter: /whatwg-url-without-unicode.*url-state-machine\.js$/ }, ({ path }) => {
      const before = 'const result = domain;';
      const source = readFileSync(path, 'utf8');
      if (!source.includes(before)) throw new Error(`${path} is not as expected`);
      return { contents: source.replace(before, "const result = punycode.toASCII(domain.normalize('NFKC').toLowerCase());") };
    }),
};

const used = new Set(['lodash', 'moment', 'moment-timezone']);
for (const name of bundled) {
  const { metafile } = await build({
    metafile: true,
    plugins: [hostNames],
    entryPoints: [`entry/${name}.js`],
    outfile: `${target}/${name}.js`,
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['browser', 'main'],
    conditions: ['browser'],
    target: 'es2020',
    legalComments: 'inline',
    alias: { ...aliases, semver: './entry/semver.js', auth0: './entry/auth0.js' },
    define: { 'process.version': '"v22.0.0"' },
    external: ['crypto', 'buffer', 'whatwg-url', 'jsonwebtoken'].filter((other) => other !== name),
  });
  for (const file of Object.keys(metafile.inputs)) {
    const folder = /^node_modules\/((@[^/]+\/)?[^/]+)\//.exec(file);
    if (folder !== null) used.add(folder[1]);
  }
}

// These are published as one minified file.
const published = {
  lodash: 'lodash/lodash.min.js',
  moment: 'moment/min/moment.min.js',
  'moment-timezone': 'moment-timezone/builds/moment-timezone-with-data-10-year-range.min.js',
};
for (const [name, file] of Object.entries(published)) {
  copyFileSync(`node_modules/${file}`, `${target}/${name}.js`);
}

// The texts of their licences, in one file.
const texts = readdirSync('node_modules', { recursive: true })
  .filter((file) => /(^|\/)(licen[cs]e|copying)[^/]*$/i.test(file))
  .filter((file) => !file.startsWith('esbuild') && !file.startsWith('@esbuild') && !file.startsWith('.'))
  .filter((file) => used.has(file.replace(/\/[^/]*$/, '')))
  .sort()
  .map((file) => {
    const folder = file.replace(/\/[^/]*$/, '');
    const { name, version } = JSON.parse(readFileSync(`node_modules/${folder}/package.json`));
    return `${name} ${version}\n${'='.repeat(72)}\n${readFileSync(`node_modules/${file}`, 'utf8').trim()}\n`;
  });
texts.push(`@auth0/rule-utilities 0.2.0\n${'='.repeat(72)}\n${readFileSync('vendor/rule-utilities/LICENSE', 'utf8').trim()}\n`);
writeFileSync(`${target}/LICENSES.txt`, texts.join('\n\n'));
