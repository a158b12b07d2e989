// Lint rules: what tsc cannot see (forgotten promises, unions not exhausted, a clock inside the pure core). Style is prettier's.
import { defineConfig, globalIgnores } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const impure = 'shared/ is pure: no clock, no randomness, no I/O. Take the value as an argument.'

// Node runs the files as they are: it does not guess an ending, as tsc's bundler mode and Vite would.
const endings = {
  regex: String.raw`^\.{1,2}/(?!.*\.(ts|tsx|mjs|cjs|css|json|svg|png|woff2)(\?\w+)?$)`,
  message: 'Import our own files with their ending: ./x.ts',
}

const impureGlobals = [
  'performance',
  'process',
  'Buffer',
  'crypto',
  'fetch',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'window',
  'document',
  'navigator',
  'localStorage',
  'sessionStorage',
  'WebSocket',
  'require',
  'global',
  'globalThis',
]

export default defineConfig(
  globalIgnores(['dist/', 'dist-graphics/', 'data/', 'coverage/', 'node_modules/']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-imports': ['error', { patterns: [endings] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      // A `default` that ends in unreachable(x) is how a switch says that it is complete.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // There are no enums (erasableSyntaxOnly) and hardly a class: ten seconds of looking for nothing.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // An editor strikes out what is deprecated; here it asks for the declaration of every name there is, eight seconds long.
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
    },
  },
  {
    files: ['client/**/*.{ts,tsx}', 'display/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    // The server's words go through pino, which redacts and has a level.
    files: ['server/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
  {
    // Only these two know the environment; every other part is handed what it needs.
    files: ['server/**/*.ts'],
    ignores: ['server/main.ts', 'server/config.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'server/config.ts reads the environment; take an argument.',
        },
      ],
    },
  },
  {
    files: ['shared/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: impure }))],
      'no-restricted-imports': ['error', { patterns: [endings, { regex: '^node:', message: impure }] }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: impure },
        { object: 'Math', property: 'random', message: impure },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: impure },
        { selector: 'CallExpression[callee.name="Date"]', message: impure },
        { selector: 'ImportExpression', message: impure },
        {
          // sin, pow and their like differ between engines by the last bit; replay must be the same byte for byte (SHOW7).
          selector:
            'MemberExpression[object.name="Math"][property.name=/^(sin|cos|tan|exp|log|log2|log10|pow|cbrt)$/]',
          message: 'Not the same on every engine: use integers or fractions.',
        },
      ],
    },
  },
  {
    // Detectors weigh probabilities: no state, no tally and nothing published is made of them, so the last bit may differ.
    files: ['shared/ballot/detect/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // Tests may build half an object and look into what they were given.
    files: ['**/*.test.{ts,tsx}', 'tests/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // A promise taken for a truth is a test that cannot fail; a callback that returns one is not awaited, and floats at worst.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false, checksSpreads: false }],
    },
  },
)
