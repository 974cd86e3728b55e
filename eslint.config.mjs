import tseslint from 'typescript-eslint';

/** Layers are linted by dependency-cruiser (`.dependency-cruiser.mjs`); this is about the code itself. */
export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.plantway/**', '**/generated/**', '**/metadata.ts'] },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'migrations/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false, fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off', // takes overloads and checked indexes for superfluous
      '@typescript-eslint/require-await': 'off',
      'eqeqeq': ['error', 'always'],
      'no-console': 'error',
      'no-restricted-properties': ['error',
        { object: 'process', property: 'env', message: 'Only libs/config and the entry points read the environment.' },
        { object: 'Math', property: 'random', message: 'Take randomness through the constructor, so that a seed repeats it.' }],
    },
  },
  {
    files: ['**/main.ts', 'apps/plantway/**', 'apps/estate-simulator/**', 'libs/config/**', '**/*.spec.ts', 'test/**', 'libs/testing/**', 'libs/database/src/embedded/**'],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', '**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off', '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off', '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off', '@typescript-eslint/no-unsafe-return': 'off', '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': ['error',
        { selector: "MemberExpression[property.name='only']", message: 'A focused test hides the others.' },
        { selector: "MemberExpression[property.name='skip']", message: 'A skipped test proves nothing.' }],
    },
  },
);
