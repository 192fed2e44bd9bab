/**
 * Adds decorator metadata (`design:type` and others) to TypeScript, for projects whose tsconfig.json sets
 * `emitDecoratorMetadata`. tsx emits none. oxc-transform compiles files with decorators to JavaScript before tsx reads them.
 */
import { createRequire } from 'node:module';
import remapping, { type EncodedSourceMap } from '@jridgewell/remapping';
import type { TsConfigJsonResolved } from 'get-tsconfig';
import type { TransformOptions } from 'oxc-transform';
import { messageOf } from '../platform/errors.js';
import { refuseDeepNesting } from '../platform/refuse-deep-nesting.js';
import { warnNow } from '../platform/warn.js';
import { readInputMap } from '../source-maps/input-map.js';
import { resolveHelpers, softenTypeImports } from './metadata-imports.js';
import { withOwnModules } from './own-modules.js';

const require = createRequire(import.meta.url);

type CompilerOptions = NonNullable<TsConfigJsonResolved['compilerOptions']>;

export interface MetadataEmitter {
  /** Whether a file may need decorator metadata. @param file absolute path */
  mayEmit(file: string): boolean;
  /** Returns JavaScript with decorator metadata, or `text` if the file has no decorators. */
  emit(text: string, file: string): string;
}

/** For projects without decorator metadata. */
const NO_EMITTER: MetadataEmitter = { mayEmit: () => false, emit: (text) => text };

const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;

/** Matches a path in a package that the project installs: its own files are compiled already. */
const INSTALLED = /[\\/]node_modules[\\/]/;

/** Values of `target` for which TypeScript assigns class fields by default. Without `target`, esbuild defines them. */
const ASSIGNING_TARGET = /^es(3|5|6|20(15|16|17|18|19|20|21))$/i;

/** @param tsconfig absolute path of the tsconfig.json; `undefined` if it does not ask for metadata */
export function createMetadataEmitter(tsconfig: string | undefined): MetadataEmitter {
  if (tsconfig === undefined) return NO_EMITTER;
  let matcher: ((file: string) => CompilerOptions | undefined) | undefined;
  /** Returns the compiler options that tsx applies to a file, which are those of files that the tsconfig.json includes. */
  const optionsOf = (file: string) => {
    matcher ??= withOwnModules(() => createOptionsMatcher(tsconfig));
    return matcher(file);
  };
  const isSource = (file: string) => TYPESCRIPT.test(file) && !INSTALLED.test(file);
  return {
    mayEmit: (file) => isSource(file) && optionsOf(file) !== undefined,
    emit(text, file) {
      const options = isSource(file) && text.includes('@') ? optionsOf(file) : undefined;
      if (!options) return text;
      try {
        return withOwnModules(() => compileDecorators(text, file, options));
      } catch (error) {
        warnNow(
          `Decorator metadata of ${file} is missing, because it cannot be compiled: ${messageOf(error)}`,
        );
        return text;
      }
    },
  };
}

function createOptionsMatcher(tsconfig: string): (file: string) => CompilerOptions | undefined {
  const { createFilesMatcher, parseTsconfig } = require('get-tsconfig') as typeof import('get-tsconfig');
  const config = parseTsconfig(tsconfig);
  const matches = createFilesMatcher({ path: tsconfig, config });
  return (file) => (matches(file) ? config.compilerOptions : undefined);
}

/** @throws Error if the text cannot be compiled */
function compileDecorators(text: string, file: string, options: CompilerOptions): string {
  refuseDeepNesting(text);
  const { transformSync } = require('oxc-transform') as typeof import('oxc-transform');
  const inputMap = readInputMap(text, file)?.map;
  const transform = (emitDecoratorMetadata: boolean) => {
    const result = transformSync(file, text, optionsFor(file, options, emitDecoratorMetadata));
    const [error] = result.errors;
    if (error) throw new Error(error.message);
    return result;
  };
  const { code, map, helpersUsed } = transform(true);
  if (Object.keys(helpersUsed).length === 0) return text;
  const compiled = resolveHelpers(softenTypeImports(code, transform(false).code));
  const maps = [map, inputMap].filter((one) => one !== undefined) as EncodedSourceMap[];
  const joined = remapping(maps, () => null).toString();
  return `${compiled}\n//# ${'sourceMappingURL'}=data:application/json;base64,${Buffer.from(joined).toString('base64')}\n`;
}

function optionsFor(
  file: string,
  options: CompilerOptions,
  emitDecoratorMetadata: boolean,
): TransformOptions {
  const { target, useDefineForClassFields, strict, strictNullChecks, verbatimModuleSyntax } = options;
  const assigns = !(useDefineForClassFields ?? !ASSIGNING_TARGET.test(target ?? ''));
  return {
    lang: file.endsWith('x') ? 'tsx' : 'ts',
    sourcemap: true,
    jsx: 'preserve',
    assumptions: { setPublicClassFields: assigns },
    typescript: {
      removeClassFieldsWithoutInitializer: assigns,
      onlyRemoveTypeImports: verbatimModuleSyntax ?? false,
    },
    decorator: {
      legacy: true,
      emitDecoratorMetadata,
      strictNullChecks: strictNullChecks ?? strict ?? false,
    },
  };
}
