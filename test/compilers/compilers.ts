/** All compilers of the matrix. */
import type { Compiler } from './compile/compiler.js';
import { ESBUILD } from './compile/esbuild.js';
import { SWC } from './compile/swc.js';
import { TSC } from './compile/tsc.js';

export const COMPILERS: readonly Compiler[] = [...TSC, ...SWC, ...ESBUILD];
