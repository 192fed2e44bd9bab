/** Converts the coverage of a file to the items and counts that a page shows. */
import { parse } from 'node:path';
import { fromIstanbul, type IstanbulFile, istanbulCountsOf } from '../../interchange/from-istanbul.js';
import type { FileMeta } from '../../profile/model/file-meta.js';
import type { FileItems } from '../../view/file-items.js';

export interface FileView {
  readonly items: FileItems;
  /** In the order of `FileItems`. */
  readonly counts: readonly number[];
}

/** Returns the items and counts of a file. @param file validated by the reader of its data */
export function toFileView(file: IstanbulFile): FileView {
  const { root } = parse(file.path);
  return { items: toFileItems(fromIstanbul(file, root)), counts: istanbulCountsOf(file) };
}

/** Returns the items of a meta. `countItems` returns their counts. */
export function toFileItems({ statements, functions, branches }: FileMeta): FileItems {
  return {
    statements: statements.map(({ range }) => range),
    functions: functions.map(({ name, declaration, body }) => ({ name, declaration, body })),
    // Branches without arms have no counts. They fill gaps between ids.
    branches: branches
      .filter(({ arms }) => arms.length > 0)
      .map(({ kind, range, arms }) => ({ kind, range, arms: arms.map((arm) => arm.range) })),
  };
}
