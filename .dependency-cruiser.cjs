/** Who may import whom (docs/architecture.md), and no cycles. */
const workspace = {
  contracts: '^contracts/',
  shared: '^backend/shared/',
  database: '^backend/prisma/',
  backend: '^backend/src/',
  indexer: '^indexer/',
  frontend: '^frontend/',
  sandbox: '^sandbox/',
  scripts: '^scripts/',
  test: '^test/',
};

const allowed = {
  contracts: [],
  shared: [],
  database: [],
  backend: ['shared', 'database', 'contracts'],
  indexer: ['contracts', 'database', 'shared'],
  frontend: ['shared', 'contracts'],
  sandbox: ['contracts'],
  scripts: ['contracts', 'shared', 'database', 'indexer', 'sandbox', 'backend'],
  test: ['contracts', 'shared', 'database', 'indexer', 'sandbox', 'backend', 'scripts'],
};

// Tests may use the embedded servers; nothing else reaches into scripts.
const testFiles = '\\.test\\.tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or miss a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(allowed).map(([name, targets]) => ({
      name: `layers-${name}`,
      severity: 'error',
      from: { path: workspace[name], pathNot: testFiles },
      to: {
        path: Object.entries(workspace)
          .filter(([other]) => other !== name && !targets.includes(other))
          .map(([, path]) => path),
      },
    })),
    {
      name: 'module-door',
      severity: 'error',
      comment: 'A backend module is entered through its domain folder or its module file only.',
      from: { path: '^backend/src/modules/([^/]+)/', pathNot: testFiles },
      to: {
        path: '^backend/src/modules/[^/]+/(routes|datasources|jobs)/',
        pathNot: '^backend/src/modules/$1/',
      },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'Domain code knows no HTTP and no chain client.',
      from: { path: '^backend/src/modules/[^/]+/domain/', pathNot: testFiles },
      to: { path: ['/node_modules/(express|@nestjs/swagger)/', '^backend/src/modules/[^/]+/routes/'] },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      comment: 'Every package is declared and pinned.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.next|generated|artifacts|cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
    combinedDependencies: true,
  },
};
