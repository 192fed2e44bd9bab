/** Type of source maps. */
import type { MappedSources } from './original-files.js';

/** A source map of version 3, parsed from JSON. */
export interface SourceMap extends MappedSources {
  readonly version: number | string;
  readonly mappings: string;
  readonly names?: readonly string[];
}
