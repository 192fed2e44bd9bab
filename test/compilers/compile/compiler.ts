/** The interface of the compilers in the matrix. */

/** A program of `programs/`, in a directory of its own. Its main module is `main.js` or `main.ts`. */
export interface SourceProgram {
  readonly name: string;
  readonly language: Language;
  /** Paths of its modules relative to the directory of all programs; its main module is the first one. */
  readonly modules: readonly string[];
  /** Whether a compiler may change its behaviour, because it reads variables before their declaration, for example. */
  readonly isRandom?: boolean;
}

export type Language = 'js' | 'ts';

/** One compiler with one configuration. */
export interface Compiler {
  readonly name: string;
  readonly languages: readonly Language[];
  /** Names of the programs that use syntax this compiler cannot lower. @default [] */
  readonly unsupported?: readonly string[];
  /** Whether the compiled modules are ES modules. */
  readonly isModule: boolean;
  /** Compiles the programs. The main module of each becomes `<out>/<program>/main.js`, with a source map. */
  readonly compile: (directories: CompilerDirectories, programs: readonly SourceProgram[]) => Promise<void>;
}

/** Absolute paths. */
export interface CompilerDirectories {
  /** The project, with `node_modules`. */
  readonly root: string;
  /** The directory of all programs. */
  readonly sources: string;
  /** The directory for the compiled programs. */
  readonly out: string;
}
