/** Reads Kubernetes manifests, and validates them offline against models that are generated from Kubernetes' OpenAPI schemas. */
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import typescript from 'typescript-js';
import { REPOSITORY } from './project.js';

/** An object of the Kubernetes API. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

/** @throws Error if a document is not YAML, has a key twice, or has no `apiVersion` and `kind` */
export function parseManifests(yaml: string): readonly Manifest[] {
  return loadAll(yaml).map((document) => {
    if (isManifest(document)) return document;
    throw new Error(`No Kubernetes manifest: expected apiVersion and kind, got ${JSON.stringify(document)}.`);
  });
}

/**
 * Returns what is wrong with a manifest: missing fields, values of the wrong type or format, and, as `kubectl apply
 * --validate=strict`, unknown fields.
 */
export async function findManifestProblems(manifest: Manifest): Promise<readonly string[]> {
  const { apiVersion, kind } = manifest;
  const models: Readonly<Record<string, unknown>> = await import(`kubernetes-models/${apiVersion}`);
  const model = models[kind];
  if (!isModel(model)) return [`unknown kind ${kind}`];
  return [...findInvalidValues(model, manifest), ...findUnknownFields(manifest)];
}

function findInvalidValues(model: Model, manifest: Manifest): readonly string[] {
  try {
    new model(manifest).validate();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** The validators of the models accept unknown fields, but TypeScript refuses them in an object literal of the model's type. */
function findUnknownFields(manifest: Manifest): readonly string[] {
  const { apiVersion, kind } = manifest;
  const file = join(REPOSITORY, 'test/support/manifest.ts');
  const text =
    `import type { I${kind} } from 'kubernetes-models/${apiVersion}/${kind}';\n` +
    `export const manifest: I${kind} = ${JSON.stringify(manifest, null, 2)};\n`;
  const options: typescript.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: typescript.ScriptTarget.ES2022,
    module: typescript.ModuleKind.NodeNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeNext,
  };
  const host = typescript.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, languageVersion) => {
    if (path === file) return typescript.createSourceFile(path, text, languageVersion);
    if (!declarations.has(path)) declarations.set(path, getSourceFile(path, languageVersion));
    return declarations.get(path);
  };
  const program = typescript.createProgram([file], options, host);
  return typescript
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, ' '));
}

/** Parsed declarations of the models and of JavaScript, by path. All manifests share them. */
const declarations = new Map<string, typescript.SourceFile | undefined>();

type Model = new (data: Manifest) => { validate(): void };

function isModel(value: unknown): value is Model {
  return typeof value === 'function' && 'kind' in value;
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || !('apiVersion' in value && 'kind' in value))
    return false;
  return typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}
