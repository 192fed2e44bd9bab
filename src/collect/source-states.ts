/** States of sources, as JSON documents contain them. The package exports these types, so they import no other. */

export type SourceState = 'same' | ChangedSourceState;

/**
 * State of a source that is not known to be the one that was measured. `unverified`: the coverage has no hash of the text, and
 * the file is not in the project, so it is not read. `unreadable`: it is a directory, a device or too large, for example.
 */
export type ChangedSourceState = 'changed' | 'missing' | 'unverified' | 'unreadable';
