import { layers } from './tools/lint/layers.mjs';

const ours = '^(apps|libs|migrations)/';
/** Specs and what only they use; they may bind anything to anything. */
const spec = '(\\.spec\\.ts$|/test/)';
const layerRules = Object.entries(layers).map(([name, { path, may }]) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment: `${name} may import: ${may.join(', ') || 'nothing of ours'}`,
  from: { path: `^(${path})`, pathNot: spec },
  to: { path: ours, pathNot: [`^(${path})`, ...may.map((to) => `^(${layers[to].path})`)] },
}));
const lib = 'libs/(backends/[^/]+|[^/]+)/';

export default {
  forbidden: [
    ...layerRules,
    { name: 'backend-imports-backend', severity: 'error', from: { path: '^libs/backends/([^/]+)/' }, to: { path: '^libs/backends/', pathNot: '^libs/backends/$1/' } },
    { name: 'app-imports-app', severity: 'error', from: { path: '^apps/([^/]+)/', pathNot: '^apps/plantway/' }, to: { path: '^apps/', pathNot: '^apps/$1/' } },
    {
      name: 'plantway-only-root-modules', severity: 'error', comment: 'apps/plantway may import the root modules of other apps, nothing else of them',
      from: { path: '^apps/plantway/', pathNot: spec }, to: { path: '^apps/(?!plantway/)', pathNot: '^apps/([^/]+)/src/\\1\\.module\\.ts$' },
    },
    { name: 'only-by-index', severity: 'error', comment: 'a lib shows itself only through src/index.ts', from: { path: ours, pathNot: '^libs/' }, to: { path: '^libs/', pathNot: '^libs/(backends/[^/]+|[^/]+)/src/index\\.ts$' } },
    { name: 'only-by-index-between-libs', severity: 'error', from: { path: `^${lib}` }, to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/(backends/[^/]+|[^/]+)/src/index\\.ts$'] } },
    {
      name: 'canonical-without-packages', severity: 'error', comment: 'the decimal library is the only package of the canonical model',
      from: { path: '^libs/canonical/', pathNot: spec }, to: { path: 'node_modules/', pathNot: 'node_modules/(@types/)?big\\.js/' },
    },
    { name: 'flows-without-framework', severity: 'error', comment: 'flows are plain classes over ports', from: { path: '^libs/(flows|ports)/', pathNot: spec }, to: { path: 'node_modules/' } },
    { name: 'testing-only-in-specs', severity: 'error', from: { path: ours, pathNot: [spec, '^libs/testing/'] }, to: { path: '^libs/testing/' } },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'unknown-layer', severity: 'error', comment: 'a new lib or app needs a row in tools/lint/layers.mjs',
      from: {}, to: { path: '^(apps|libs)/', pathNot: Object.values(layers).map(({ path }) => `^(${path})`) },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated)/|metadata\\.ts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
