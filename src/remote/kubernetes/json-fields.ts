/** Reads fields of Kubernetes objects. A field of another type than expected has no value. */
import { isJsonObject } from '../../platform/is-object.js';
import { isCount, isText } from '../../platform/value-checks.js';

export type Json = Readonly<Record<string, unknown>>;

/** Returns an object, or an empty one for any other value. */
export function objectOf(value: unknown): Json {
  return isJsonObject(value) ? value : {};
}

export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Returns a text that is neither empty nor too long, or `null`. */
export function textFieldOf(value: unknown): string | null {
  return isText(value) && value !== '' ? String(value) : null;
}

export function countFieldOf(value: unknown): number | null {
  return isCount(value) ? Number(value) : null;
}
