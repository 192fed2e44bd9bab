/** Types of source maps. */
import type { UnusableMap } from '../run-log/unusable-map.js';
import type { MappedSources } from './original-files.js';

/** A source map of version 3, parsed from JSON. */
export interface SourceMap extends MappedSources {
  readonly version: number | string;
  readonly mappings: string;
  readonly names?: readonly string[];
}

/** What a file's comment about a source map leads to. */
export type InputMap =
  | { readonly map: SourceMap; readonly defect?: undefined }
  | { readonly map?: undefined; readonly defect: UnusableMap };
