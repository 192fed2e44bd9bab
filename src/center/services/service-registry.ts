/**
 * Keeps the services that were registered. Each is a file, so that a center that is killed forgets none, and several centers can
 * share a directory.
 */
import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { compareTexts } from '../../platform/compare-texts.js';
import { contentKeyOf } from '../../platform/content-key.js';
import { parseJson } from '../../platform/parse-json.js';
import { readTextFile } from '../../platform/read-text-file.js';
import { hasFields, isText } from '../../platform/value-checks.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { makeDirectory } from '../../profile/store/write-profile.js';
import { parseServiceAddress } from './service-address.js';

/** A service that answers requests for its profile. Several addresses may have one name, such as the replicas of a service. */
export interface Service {
  readonly name: string;
  /** Scheme, host and port. */
  readonly address: string;
}

export interface ServiceRegistry {
  /** Returns all services, sorted by name and address. */
  list(): readonly Service[];
  /** Keeps a service; nothing changes if it is known. @returns false if there are too many services */
  add(service: Service): boolean;
  remove(service: Service): void;
}

/** Maximum number of services. */
const MAX_SERVICES = 10_000;

const SERVICE_FILE = /^[0-9a-f]{32}\.json$/;

/** @param directory absolute path of the profile directory */
export function openServiceRegistry(directory: string): ServiceRegistry {
  const services = join(directory, 'services');
  const pathOf = ({ name, address }: Service) => join(services, `${contentKeyOf(name, address)}.json`);
  const files = () => listIfExists(services).filter((name) => SERVICE_FILE.test(name));
  return {
    list: () =>
      files()
        .flatMap((name) => readService(join(services, name)))
        .sort((one, other) => compareTexts(one.name, other.name) || compareTexts(one.address, other.address)),
    add(service) {
      const path = pathOf(service);
      if (readService(path).length > 0) return true;
      if (files().length >= MAX_SERVICES) return false;
      makeDirectory(services);
      writeAtomically(path, JSON.stringify(service));
      return true;
    },
    remove(service) {
      try {
        unlinkSync(pathOf(service));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    },
  };
}

function listIfExists(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // nothing was registered yet
  }
}

/** Returns nothing for a file that is missing or damaged. */
function readService(path: string): readonly Service[] {
  try {
    const value: unknown = parseJson(readTextFile(path));
    if (!hasFields(value, { name: isText, address: isText })) return [];
    return [{ name: String(value.name), address: parseServiceAddress(String(value.address)) }];
  } catch {
    return [];
  }
}
