/** A repository with a service, and a package that it imports. */
import type { Files } from '../project.js';
import { json } from './starter.js';

export interface WorkspaceOptions {
  /** Version of the dependency on the other package. */
  readonly workspaceVersion: string;
  /** Files that only the package manager needs. */
  readonly more: Files;
  /** Absolute path of covermain's tarball. */
  readonly tarball: string;
}

/** Returns the files of the repository. The root and the service depend on covermain. */
export function workspaceFiles({ workspaceVersion, more, tarball }: WorkspaceOptions): Files {
  const devDependencies = { covermain: `file:${tarball}`, tsx: '^4.23.0' };
  return {
    'package.json': json({
      name: 'shop',
      private: true,
      workspaces: ['services/*', 'packages/*'],
      devDependencies,
    }),
    ...more,
    '.gitignore': 'node_modules\n',
    'packages/shared/package.json': json({
      name: '@shop/shared',
      version: '1.0.0',
      type: 'module',
      exports: './src/index.ts',
    }),
    'packages/shared/src/index.ts': `export function greet(): string {
  return 'hello'; // each greeting
}
`,
    'services/api/package.json': json({
      name: '@shop/api',
      version: '1.0.0',
      private: true,
      type: 'module',
      scripts: { start: 'tsx src/main.ts' },
      dependencies: { '@shop/shared': workspaceVersion },
      devDependencies,
    }),
    'services/api/src/main.ts': `import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { greet } from '@shop/shared';

const server = createServer((_request, response) => {
  response.end(greet()); // each request
});
server.listen(Number(process.env.PORT ?? 3000), () => {
  console.log('listening on ' + (server.address() as AddressInfo).port);
});
`,
  };
}
