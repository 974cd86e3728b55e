// Breaks every rule of .dependency-cruiser.mjs once, each in a throw-away tree of its own, and expects that rule to be reported.
// A rule that cannot be broken is no rule; a rule without a fixture fails this check.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../../.dependency-cruiser.mjs';

const app = (name) => `apps/${name}/src/main.ts`;
const lib = (name) => `libs/${name}/src/index.ts`;
const upward = (name, to = 'flows') => [lib(name), `@plantway/${to}`, lib(to)];

/** rule → [importing file, import specifier, file that must exist, what that file imports] */
const fixtures = {
  'layer-canonical': upward('canonical', 'ports'),
  'layer-dto': upward('dto', 'ports'),
  'layer-ports': upward('ports', 'dto'),
  'layer-flows': upward('flows', 'clients'),
  'layer-clients': upward('clients'),
  'layer-nativeErrors': upward('native-errors'),
  'layer-backends': ['libs/backends/erp-a/src/index.ts', '@plantway/flows', lib('flows')],
  'layer-simulation': upward('simulation', 'ports'),
  'layer-truthLedger': upward('truth-ledger', 'messaging'),
  'layer-messaging': upward('messaging', 'events'),
  'layer-events': upward('events', 'messaging'),
  'layer-execution': upward('execution', 'messaging'),
  'layer-conservation': upward('conservation', 'messaging'),
  'layer-sites': upward('sites', 'events'),
  'layer-security': upward('security'),
  'layer-observability': upward('observability'),
  'layer-config': upward('config'),
  'layer-database': upward('database', 'messaging'),
  'layer-http': upward('http', 'messaging'),
  'layer-mqttBroker': upward('mqtt-broker'),
  'layer-wire': upward('wire'),
  'layer-systemApi': upward('system-api'),
  'layer-testing': [lib('testing'), '../../../apps/worker/src/worker.module.js', 'apps/worker/src/worker.module.ts'],
  'layer-migrations': ['migrations/index.ts', '@plantway/messaging', lib('messaging')],
  'layer-systemApps': [app('system-erp-api'), '@plantway/clients', lib('clients')],
  'layer-equipmentApp': [app('system-equipment-api'), '@plantway/flows', lib('flows')],
  'layer-processApps': [app('worker'), '@plantway/backends/erp-a', 'libs/backends/erp-a/src/index.ts'],
  'layer-consumerApi': [app('consumer-api'), '@plantway/messaging', lib('messaging')],
  'layer-estateSimulator': [app('estate-simulator'), '@plantway/messaging', lib('messaging')],
  'layer-truthLedgerApp': [app('truth-ledger'), '@plantway/messaging', lib('messaging')],
  'layer-plantway': [app('plantway'), '@plantway/flows', lib('flows')],
  'backend-imports-backend': ['libs/backends/erp-a/src/index.ts', '@plantway/backends/erp-b', 'libs/backends/erp-b/src/index.ts'],
  'app-imports-app': [app('process-api'), '../../worker/src/worker.module.js', 'apps/worker/src/worker.module.ts'],
  'plantway-only-root-modules': [app('plantway'), '../../worker/src/loop.js', 'apps/worker/src/loop.ts'],
  'only-by-index': [app('worker'), '../../../libs/flows/src/confirm.flow.js', 'libs/flows/src/confirm.flow.ts'],
  'only-by-index-between-libs': [lib('flows'), '../../ports/src/erp.port.js', 'libs/ports/src/erp.port.ts'],
  'canonical-without-packages': [lib('canonical'), '@nestjs/common', lib('ports')],
  'flows-without-framework': [lib('flows'), '@nestjs/common', lib('ports')],
  'testing-only-in-specs': [app('worker'), '@plantway/testing', lib('testing')],
  'no-cycle': ['libs/flows/src/a.ts', './b.js', 'libs/flows/src/b.ts', './a.js'],
  unresolvable: [lib('flows'), '@plantway/nowhere', lib('ports')],
  'unknown-layer': [lib('flows'), '@plantway/misc', lib('misc')],
};

async function rulesReported([from, specifier, other, back]) {
  const root = mkdtempSync(join(tmpdir(), 'layers-'));
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  try {
    for (const top of ['apps', 'libs', 'migrations']) mkdirSync(join(root, top));
    write(other, back ? `export * from '${back}';\n` : 'export const a = 1;\n');
    write(from, `import type * as other from '${specifier}';\nexport type Other = typeof other;\n`);
    write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext', moduleResolution: 'nodenext', paths: { '@plantway/backends/*': ['./libs/backends/*/src/index.ts'], '@plantway/*': ['./libs/*/src/index.ts'] } } }));
    symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
    const options = { ...config.options, tsConfig: undefined, baseDir: root, validate: true, ruleSet: { forbidden: config.forbidden } };
    const { output } = await cruise(['apps', 'libs', 'migrations'], options, { tsConfig: join(root, 'tsconfig.json') }, { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) });
    return new Set(output.summary.violations.map((violation) => violation.rule.name));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const stale = Object.keys(fixtures).filter((name) => !config.forbidden.some((rule) => rule.name === name));
let failed = stale.length;
for (const name of stale) console.error(`✗ ${name}: a fixture without a rule`);
for (const { name } of config.forbidden) {
  const reported = fixtures[name] && (await rulesReported(fixtures[name]));
  if (reported?.has(name)) continue;
  failed += 1;
  console.error(`✗ ${name}: ${reported ? `reported ${[...reported].join(', ') || 'nothing'}` : 'has no fixture'}`);
}
console.log(`${config.forbidden.length - failed + stale.length} layer rules broken and caught, ${failed} not`);
process.exitCode = failed ? 1 : 0;
