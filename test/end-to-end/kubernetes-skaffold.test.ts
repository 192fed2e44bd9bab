/** `skaffold.yaml` of examples/kubernetes: it has only fields that Skaffold documents, and they fit the other files. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import { load } from 'js-yaml';
import { REPOSITORY } from '../support/project.js';

const EXAMPLE = join(REPOSITORY, 'examples/kubernetes');

const read = (file: string) => readFileSync(join(EXAMPLE, file), 'utf8');

/** Returns the schema of an object with these fields and no others. */
function objectOf(properties: Readonly<Record<string, SchemaObject>>, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false };
}

const listOf = (items: SchemaObject) => ({ type: 'array', items });
const text = { type: 'string' };
const command = listOf(text);

/** The fields that the example uses, as documented on https://skaffold.dev/docs/references/yaml/. */
const build = objectOf({
  artifacts: listOf(
    objectOf({ image: text, docker: objectOf({ target: text, buildArgs: { type: 'object' } }) }, ['image']),
  ),
});
const manifests = objectOf({ kustomize: objectOf({ paths: listOf(text) }) });
const deploy = objectOf({
  kubectl: objectOf({
    hooks: objectOf({
      after: listOf(
        objectOf({
          host: objectOf({ command, os: listOf({ enum: ['darwin', 'linux', 'windows'] }) }, ['command']),
          container: objectOf({ command, podName: text, containerName: text }, [
            'command',
            'podName',
            'containerName',
          ]),
        }),
      ),
    }),
  }),
});
const SCHEMA = objectOf(
  {
    apiVersion: { const: 'skaffold/v4beta13' },
    kind: { const: 'Config' },
    metadata: objectOf({ name: text }),
    build,
    manifests,
    deploy,
    profiles: listOf(objectOf({ name: text, build, manifests, deploy }, ['name'])),
  },
  ['apiVersion', 'kind'],
);

interface Variant {
  readonly name: string;
  readonly build: { readonly artifacts: readonly { readonly docker: { readonly target: string } }[] };
  readonly manifests: { readonly kustomize: { readonly paths: readonly string[] } };
  readonly deploy: { readonly kubectl: { readonly hooks?: { readonly after: readonly Hook[] } } };
}

interface Hook {
  readonly host?: { readonly command: readonly string[] };
  readonly container?: { readonly podName: string; readonly containerName: string };
}

describe('skaffold.yaml of the Kubernetes example', () => {
  const validate = new Ajv().compile(SCHEMA);
  const config = load(read('skaffold.yaml')) as Variant & { readonly profiles: readonly Variant[] };
  const variants = [config, ...config.profiles];
  const hooks = variants.flatMap((variant) => variant.deploy.kubectl.hooks?.after ?? []);
  const scripts = hooks.flatMap(({ host }) => (host ? [host.command[0] ?? ''] : []));

  it('has only documented fields', () => {
    assert.ok(validate(config), JSON.stringify(validate.errors));
    const misspelt = read('skaffold.yaml').replace('podName', 'podname');
    assert.equal(validate(load(misspelt)), false);
  });

  it('builds targets of the Dockerfile: coverage only in the profiles', () => {
    const targets = variants.map((variant) => variant.build.artifacts.map(({ docker }) => docker.target));
    assert.deepEqual(targets, [['production'], ['coverage'], ['coverage-tar']]);
    for (const [target] of targets)
      assert.match(read('Dockerfile'), new RegExp(`^FROM .* AS ${target}$`, 'm'));
  });

  it('deploys directories with a kustomization', () => {
    const paths = variants.flatMap((variant) => variant.manifests.kustomize.paths);
    assert.deepEqual(paths, ['k8s/base', 'k8s/overlays/coverage', 'k8s/overlays/coverage-tar']);
    for (const path of paths) assert.ok(existsSync(join(EXAMPLE, path, 'kustomization.yaml')), path);
  });

  it('names pods and containers of the Deployment in its hooks', () => {
    const deployment = load(read('k8s/base/deployment.yaml')) as {
      readonly metadata: { readonly name: string };
      readonly spec: {
        readonly template: { readonly spec: { readonly containers: readonly { name: string }[] } };
      };
    };
    const [container] = hooks.flatMap((hook) => (hook.container ? [hook.container] : []));
    assert.ok(container);
    assert.equal(container.podName, `${deployment.metadata.name}-*`);
    const names = deployment.spec.template.spec.containers.map(({ name }) => name);
    assert.deepEqual(names, [container.containerName]);
  });

  it('runs scripts that exist and are executable', () => {
    assert.ok(scripts.length > 0);
    for (const script of scripts) accessSync(join(EXAMPLE, script), constants.X_OK);
  });

  it('runs scripts without findings of shellcheck, as POSIX shell scripts', function () {
    const { error, stdout, status } = spawnSync('shellcheck', ['--shell=sh', ...new Set(scripts)], {
      cwd: EXAMPLE,
      encoding: 'utf8',
    });
    if (error && process.env.CI === undefined) this.skip();
    assert.deepEqual([error, stdout, status], [undefined, '', 0]);
  });
});
