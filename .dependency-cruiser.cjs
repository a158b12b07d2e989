// Who may import whom. scripts/check-imports.ts enforces it, `import type` included; ARCHITECTURE.md says why.
//
// Each place below lists all it may import of ours besides itself. A new folder under server/ or client/ is refused until
// it stands here (check-imports.ts sees to that). Tests and scripts are free, but for scripts/verify.

const tests = String.raw`\.test\.tsx?$`
// The ports, and the form of a record: what the intake packs and the log keeps.
const ports = String.raw`^server/storage/(journal|line|ballot-logs?|tally-index|ballot-record|receipt-search|ballot-looks|sealed-polls|log-trees)\.ts$`
// Files at the top of server/ that every part may use, because they know of no part.
const everyones = String.raw`^server/(clock|log|metrics|key-wrapping|short-hmac|signing|in-step)\.ts$`

const places = [
  { name: 'shared', is: '^shared/', may: [] },
  { name: 'storage-ports', is: ports, may: ['^shared/', ports] },
  {
    name: 'storage-adapters',
    is: '^server/storage/',
    isNot: ports,
    may: ['^shared/', '^server/storage/', String.raw`^server/short-hmac\.ts$`],
  },
  { name: 'everyones', is: everyones, may: ['^shared/', everyones] },
  { name: 'show', is: '^server/show/', may: ['^shared/', ports, everyones] },
  { name: 'ballots', is: '^server/ballots/', may: ['^shared/', ports, everyones] },
  { name: 'access', is: '^server/access/', may: ['^shared/', ports, everyones] },
  { name: 'checkpoints', is: '^server/checkpoints/', may: ['^shared/', ports, everyones, '^server/show/'] },
  { name: 'private', is: '^server/private/', may: ['^shared/', everyones] },
  {
    name: 'invitations',
    is: '^server/invitations/',
    may: ['^shared/', ports, everyones, '^server/(show|ballots|access|private)/'],
  },
  { name: 'desk', is: '^server/desk/', may: ['^shared/', everyones, '^server/(private|ballots)/'] },
  {
    name: 'evaluation',
    is: '^server/evaluation/',
    may: [
      '^shared/',
      ports,
      everyones,
      '^server/(access|private|tables)/',
      // A thread of its own for rankings, as the storage has.
      String.raw`^server/storage/worker-shell\.ts$`,
    ],
  },
  {
    name: 'home',
    is: '^server/home/',
    may: ['^shared/', ports, everyones, '^server/(show|ballots|access|private|invitations|desk|evaluation)/'],
  },
  { name: 'tables', is: '^server/tables/', may: ['^shared/', everyones] },
  ...['channels', 'http', 'realtime'].map((door) => ({
    name: door,
    is: `^server/${door}/`,
    may: [
      '^shared/',
      ports,
      everyones,
      '^server/(show|ballots|evaluation|access|private|desk|invitations|home|tables|checkpoints)/',
      // One form of a phone at every door, files included.
      String.raw`^server/channels/phone-number\.ts$`,
    ],
  })),
  {
    name: 'app',
    is: String.raw`^server/app(-deps)?\.ts$`,
    may: [
      '^shared/',
      ports,
      everyones,
      '^server/(show|ballots|evaluation|access|private|desk|invitations|home|channels|http|realtime|checkpoints)/',
    ],
  },
  { name: 'config', is: String.raw`^server/(config|data-dir|worker-folders|lan)\.ts$`, may: ['^shared/'] },
  {
    name: 'main',
    is: String.raw`^server/(main|start|several|workers|shared-secrets|clock-check|disk-free|last-record|refused|private-stores)\.ts$`,
    may: ['^shared/', '^server/'],
  },
  { name: 'client-lib', is: '^client/lib/', may: ['^shared/'] },
  { name: 'client-ui', is: '^client/ui/', may: ['^shared/', '^client/lib/'] },
  ...['examiner', 'director', 'office', 'citizen', 'audit', 'review'].map((app) => ({
    name: app,
    is: `^client/${app}/`,
    may: ['^shared/', '^client/(lib|ui)/'],
  })),
  { name: 'display', is: '^display/', may: ['^shared/', '^client/(lib|ui)/'] },
]

const ours = '^(shared|server|client|display|scripts|tests)/'

module.exports = {
  places,
  forbidden: [
    ...places.map(({ name, is, isNot, may }) => ({
      name: `${name}-imports-only-its-own`,
      severity: 'error',
      from: { path: is, pathNot: isNot ? [isNot, tests] : tests },
      to: { path: ours, pathNot: [is, ...may] },
    })),
    {
      name: 'shared-takes-only-zod',
      severity: 'error',
      from: { path: '^shared/', pathNot: tests },
      to: { pathNot: ['^shared/', '^node_modules/zod/'] },
    },
    {
      name: 'ports-take-only-shared',
      severity: 'error',
      from: { path: ports },
      to: { pathNot: ['^shared/', ports] },
    },
    {
      name: 'drivers-only-in-adapters',
      comment: 'SQLite and Redis are met in server/storage only.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/storage/', tests] },
      to: { path: ['^node:sqlite$', '^sqlite$', '^node_modules/(redis|@redis)/'] },
    },
    {
      name: 'config-only-from-main',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: [
          String.raw`^server/(main|start|several|workers|worker-folders|shared-secrets|private-stores|config)\.ts$`,
          tests,
        ],
      },
      to: { path: String.raw`^server/(config|data-dir|main|start)\.ts$` },
    },
    {
      name: 'pages-take-nothing-of-node',
      severity: 'error',
      from: { path: '^(client|display)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'display-changes-nothing',
      comment: 'Not even through another file.',
      severity: 'error',
      from: { path: '^display/', pathNot: tests },
      to: { path: String.raw`^client/lib/use-command\.tsx?$`, reachable: true },
    },
    {
      name: 'verify-shares-nothing-it-verifies',
      comment: 'PUB3. Not even through another file.',
      severity: 'error',
      from: { path: '^scripts/verify(/|-|\\.)', pathNot: tests },
      to: { path: '^(server/|shared/ballot/|shared/evaluation/)', reachable: true },
    },
    {
      name: 'no-test-in-the-product',
      severity: 'error',
      from: { path: ours, pathNot: [tests, '^tests/'] },
      to: { path: ['^tests/', tests] },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolves', severity: 'error', from: { path: ours }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^data/'] },
    // Types count: who imports a type of another place knows that place.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    builtInModules: { add: ['node:sqlite', 'node:test', 'node:sea'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
