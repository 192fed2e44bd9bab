/** Checks Istanbul coverage data of a file before it is converted: anybody may have written it. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { isJsonObject } from '../platform/is-object.js';
import { findPathDefect } from '../profile/model/source-path.js';

/**
 * Returns why coverage of a file cannot be converted, or `undefined` if it can. Accepts what tools are known to write: no
 * columns, columns of -1, ends without a line, functions with one of their two locations, and arms without a location.
 *
 * @param file its three maps are objects
 */
export function findIstanbulDefect({
  path,
  statementMap,
  fnMap,
  branchMap,
}: FileCoverageData): string | undefined {
  const pathDefect = findPathDefect(path);
  if (pathDefect !== undefined) return `the path of the source ${pathDefect}`;
  for (const [id, location] of Object.entries<unknown>(statementMap))
    if (!isLocation(location)) return `statement ${id} has no valid location`;
  for (const [id, mapping] of Object.entries<unknown>(fnMap)) {
    if (!isJsonObject(mapping) || typeof mapping.name !== 'string') return `function ${id} has no name`;
    const { decl, loc } = mapping;
    if (![decl ?? loc, loc ?? decl].every(isLocation)) return `function ${id} has no valid location`;
  }
  for (const [id, mapping] of Object.entries<unknown>(branchMap)) {
    const locations = isJsonObject(mapping) ? mapping.locations : undefined;
    if (!isJsonObject(mapping) || !Array.isArray(locations)) return `branch ${id} has no list of locations`;
    const range: unknown = mapping.loc ?? locations[0];
    if (range && !isLocation(range)) return `branch ${id} has no valid location`;
    if (!locations.every(isArmLocation)) return `branch ${id} has an arm without a valid location`;
  }
  return undefined;
}

function isLocation(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { start, end } = value;
  if (!isJsonObject(start) || !isJsonObject(end)) return false;
  return (
    isLine(start.line) &&
    isColumn(start.column) &&
    (typeof end.line !== 'number' || isLine(end.line)) &&
    (isColumn(end.column) || end.column === Number.POSITIVE_INFINITY)
  );
}

/** Accepts the location of an `else` that the source does not contain, which has no line. */
function isArmLocation(value: unknown): boolean {
  const { start } = isJsonObject(value) ? value : {};
  return typeof (isJsonObject(start) && start.line) !== 'number' || isLocation(value);
}

function isLine(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isColumn(value: unknown): boolean {
  return value === null || value === undefined || Number.isSafeInteger(value);
}
