/** What kubectl asks an API server before it asks for an object: version, groups and resources. */
import type { ApiRequest } from './api-requests.js';

interface ApiResource {
  readonly group: string;
  readonly name: string;
  readonly singular: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

/** Resources that the fake serves. */
export const API_RESOURCES: readonly ApiResource[] = [
  resource('', 'namespaces', 'Namespace', ['ns'], { isNamespaced: false }),
  resource('', 'nodes', 'Node', ['no'], { isNamespaced: false }),
  resource('', 'pods', 'Pod', ['po'], { categories: ['all'] }),
  resource('', 'services', 'Service', ['svc'], { categories: ['all'] }),
  resource('', 'events', 'Event', ['ev']),
  resource('', 'configmaps', 'ConfigMap', ['cm']),
  resource('', 'secrets', 'Secret', []),
  resource('apps', 'deployments', 'Deployment', ['deploy'], { categories: ['all'] }),
  resource('apps', 'replicasets', 'ReplicaSet', ['rs'], { categories: ['all'] }),
  resource('apps', 'statefulsets', 'StatefulSet', ['sts'], { categories: ['all'] }),
];

const VERSION = 'v1.33.0';
const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** Returns the answer to a request that is about no resource. Null if there is none. */
export function answerDiscovery({ path }: ApiRequest, accept: string): object | null {
  const isAggregated = accept.includes('as=APIGroupDiscoveryList');
  const version = /g=apidiscovery\.k8s\.io;v=(v\w+)/.exec(accept)?.[1] ?? 'v2';
  switch (path.replace(/\/$/, '')) {
    case '/version':
      return { major: '1', minor: '33', gitVersion: VERSION, platform: 'linux/amd64' };
    case '/api':
      return isAggregated ? groupDiscovery([''], version) : { kind: 'APIVersions', versions: ['v1'] };
    case '/apis': {
      if (isAggregated) return groupDiscovery(['apps'], version);
      const preferredVersion = { groupVersion: 'apps/v1', version: 'v1' };
      const groups = [{ name: 'apps', versions: [preferredVersion], preferredVersion }];
      return { kind: 'APIGroupList', apiVersion: 'v1', groups };
    }
    case '/api/v1':
      return resourceList('', 'v1');
    case '/apis/apps/v1':
      return resourceList('apps', 'apps/v1');
    case '/healthz':
    case '/livez':
    case '/readyz':
      return {};
    default:
      return null;
  }
}

/** Content type of an answer of discovery, because kubectl looks at it to recognize the aggregated form. */
export function discoveryContentType(answer: object): string {
  const version = 'apiVersion' in answer ? String(answer.apiVersion) : '';
  if (!version.startsWith('apidiscovery.k8s.io/')) return 'application/json';
  return `application/json;g=apidiscovery.k8s.io;v=${version.split('/')[1]};as=APIGroupDiscoveryList`;
}

function resourceList(group: string, groupVersion: string): object {
  const resources = API_RESOURCES.filter((entry) => entry.group === group).flatMap((entry) => {
    const { name, kind, isNamespaced, singular, shortNames, categories } = entry;
    const main = {
      name,
      singularName: singular,
      namespaced: isNamespaced,
      kind,
      verbs: VERBS,
      shortNames,
      categories,
    };
    return [
      main,
      ...subresources(name).map(([subName, subKind]) => ({
        ...{
          name: `${name}/${subName}`,
          singularName: '',
          namespaced: true,
          kind: subKind,
          verbs: ['create', 'get'],
        },
      })),
    ];
  });
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function groupDiscovery(groups: readonly string[], version: string): object {
  const items = groups.map((group) => ({
    metadata: group === '' ? {} : { name: group },
    versions: [
      {
        version: 'v1',
        freshness: 'Current',
        resources: API_RESOURCES.filter((entry) => entry.group === group).map((entry) => ({
          resource: entry.name,
          responseKind: { group: '', version: '', kind: entry.kind },
          scope: entry.isNamespaced ? 'Namespaced' : 'Cluster',
          singularResource: entry.singular,
          verbs: VERBS,
          shortNames: entry.shortNames,
          categories: entry.categories,
          subresources: subresources(entry.name).map(([subresource, kind]) => ({
            subresource,
            responseKind: { group: '', version: '', kind },
            verbs: ['create', 'get'],
          })),
        })),
      },
    ],
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}

function subresources(name: string): [name: string, kind: string][] {
  if (name !== 'pods') return [];
  return [
    ['exec', 'PodExecOptions'],
    ['portforward', 'PodPortForwardOptions'],
    ['log', 'Pod'],
  ];
}

function resource(
  group: string,
  name: string,
  kind: string,
  shortNames: string[],
  more: { isNamespaced?: boolean; categories?: string[] } = {},
): ApiResource {
  const { isNamespaced = true, categories = [] } = more;
  return { group, name, singular: kind.toLowerCase(), kind, isNamespaced, shortNames, categories };
}
