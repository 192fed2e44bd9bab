/** The routes of goc's center: services that answer requests for their profiles. */
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Handler, type HttpContext, type HttpEnv, json, route, text } from '../../agent/http/context.js';
import { compileFilter } from '../../agent/http/filter.js';
import { readBody } from '../../agent/http/read-body.js';
import { addToList } from '../../platform/add-to-list.js';
import { randomUUID } from '../../platform/crypto.js';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { escapeJson, toTerminalLine } from '../../platform/escape-terminal.js';
import { type CenterChain, extendChain } from './center-chain.js';
import { fetchProfiles } from './fetch-profiles.js';
import type { TextMerger } from './merge-in-thread.js';
import { parseServiceAddress } from './service-address.js';
import { requestService } from './service-client.js';
import { readServiceQuery, type ServiceQuery } from './service-query.js';
import type { Service, ServiceRegistry } from './service-registry.js';

export interface ServiceRoutesOptions {
  readonly registry: ServiceRegistry;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path that the paths of files in profiles are relative to. */
  readonly root: string;
  /** Maximum number of milliseconds that a service has to answer. */
  readonly serviceTimeout: number;
  readonly merge: TextMerger;
  /** Logs a line for the user. */
  readonly logLine: (line: string) => void;
}

export function addServiceRoutes(app: Hono<HttpEnv>, options: ServiceRoutesOptions): void {
  const { registry, serviceTimeout: timeout } = options;
  const id = randomUUID();
  const clear = (service: Service, centers: CenterChain) =>
    requestService(service, {
      method: 'POST',
      path: '/v1/cover/clear',
      timeout,
      limit: MAX_MESSAGE,
      centers,
    });
  const profile = answering(async (c, query) => {
    const isAll = query.services.length + query.addresses.length === 0;
    compileFilter(query); // refuses patterns before anything is fetched
    const centers = extendChain(c, id);
    const warn = (line: string) => options.logLine(toTerminalLine(line));
    const services = select(registry, query, query.isForced);
    const { signal } = c.req.raw;
    const answers = await fetchProfiles(services, {
      timeout,
      isForced: query.isForced,
      centers,
      signal,
      warn,
    });
    const { directory, root, merge } = options;
    const { skip, cover, isForced } = query;
    const merged = await merge({ directory: isAll ? directory : null, root, answers, skip, cover, isForced });
    for (const warning of merged.warnings) warn(warning);
    if (merged.text === null) throw new Error('no profiles');
    return text(c, merged.text);
  });
  app.use('/v1/cover/*', readBody);
  route(app, '/v1/cover/register', { POST: answering((c, query) => register(c, query, registry), 400) });
  route(app, '/v1/cover/list', { GET: (c) => json(c, listByName(registry)) });
  route(app, '/v1/cover/profile', { GET: profile, POST: profile });
  route(app, '/v1/cover/clear', {
    POST: answering(async (c, query) => {
      const centers = extendChain(c, id);
      const lines: string[] = [];
      for (const service of select(registry, query, true))
        lines.push(
          `Register service ${service.address} coverage counter ${toLine(await clear(service, centers))}\n`,
        );
      return text(c, lines.join(''));
    }),
  });
  route(app, '/v1/cover/remove', {
    POST: answering((c, query) => {
      const removed = select(registry, query, true);
      for (const service of removed) registry.remove(service);
      return text(
        c,
        removed.map(({ address }) => `Register service ${address} removed from the center.`).join(''),
      );
    }),
  });
  route(app, '/v1/cover/init', {
    POST: (c) => {
      for (const service of registry.list()) registry.remove(service);
      return c.body('""', 200, { 'Content-Type': 'application/json' });
    },
  });
}

/** Maximum size of a service's answer that is a message. */
const MAX_MESSAGE = 2 ** 16;

function toLine(message: Buffer): string {
  return toTerminalLine(message.toString('utf8').trim());
}

/** Status of goc's center for requests that fail. */
const EXPECTATION_FAILED = 417;

/** Returns a handler that answers failures as goc's center does: as JSON with the reason. */
function answering(
  handle: (c: HttpContext, query: ServiceQuery) => Response | Promise<Response>,
  status: 400 | 417 = EXPECTATION_FAILED,
): Handler {
  return async (c) => {
    try {
      return await handle(c, readServiceQuery(c));
    } catch (error) {
      const isInvalid =
        error instanceof HTTPException ||
        (error instanceof CovermainError && error.code === 'PATTERN_INVALID');
      const body = escapeJson(JSON.stringify({ error: messageOf(error) }));
      return c.body(body, isInvalid ? 400 : status, { 'Content-Type': 'application/json' });
    }
  };
}

/** Maximum length of a name, in UTF-16 units. */
const MAX_NAME = 200;

function register(c: HttpContext, { names, addresses }: ServiceQuery, registry: ServiceRegistry): Response {
  const [name = ''] = names.map((one) => one.trim());
  const [address = ''] = addresses;
  if (name === '' || name.length > MAX_NAME || names.length > 1 || addresses.length !== 1)
    throw new Error(
      `Expected one name of at most ${MAX_NAME} characters and one address, as in ?name=cart&address=http://10.0.0.1:7777`,
    );
  if (!registry.add({ name, address: parseServiceAddress(address) }))
    throw new Error('There are too many services. Remove some with POST /v1/cover/remove.');
  return json(c, { result: 'success' });
}

function listByName(registry: ServiceRegistry): Readonly<Record<string, readonly string[]>> {
  const names = new Map<string, string[]>();
  for (const { name, address } of registry.list()) addToList(names, name, address);
  return Object.fromEntries(names);
}

/**
 * Returns the services that a request selects: all if it names none.
 *
 * @param isForced whether to leave out unknown ones
 * @throws Error for an unknown service or address, and for a request with both
 */
function select(registry: ServiceRegistry, query: ServiceQuery, isForced: boolean): readonly Service[] {
  const all = registry.list();
  const { services, addresses } = query;
  if (services.length > 0 && addresses.length > 0)
    throw new Error("use 'service' and 'address' separately: both at the same time are ambiguous");
  if (services.length + addresses.length === 0) return uniqueByAddress(all);
  const byName = services.map(
    (name) => [`service [${name}]`, all.filter((one) => one.name === name)] as const,
  );
  const byAddress = addresses.map(
    (address) => [`address [${address}]`, all.filter((one) => one.address === address)] as const,
  );
  const missing = [...byName, ...byAddress].find(([, found]) => found.length === 0);
  if (missing && !isForced) throw new Error(`${missing[0]} not found`);
  return uniqueByAddress([...byName, ...byAddress].flatMap(([, found]) => found));
}

/** An address that has two names is one process: its profile is added once. */
function uniqueByAddress(services: readonly Service[]): readonly Service[] {
  return [...new Map(services.map((service) => [service.address, service])).values()];
}
