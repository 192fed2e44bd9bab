/** All compilers of the matrix. */
import { BABEL } from './compile/babel.js';
import type { Compiler } from './compile/compiler.js';
import { ESBUILD } from './compile/esbuild.js';
import { ROLLUP } from './compile/rollup.js';
import { SWC } from './compile/swc.js';
import { TERSER } from './compile/terser.js';
import { TSC } from './compile/tsc.js';
import { WEBPACK } from './compile/webpack.js';

export const COMPILERS: readonly Compiler[] = [
  ...TSC,
  ...BABEL,
  ...SWC,
  ...ESBUILD,
  ...TERSER,
  ...WEBPACK,
  ...ROLLUP,
];
