/** What is counted, in the order in which istanbul-lib-instrument 6 gives it ids: as its syntax tree is entered. */

import type { BranchKind } from '../../../profile/model/file-meta.js';
import type { SourceSpan } from '../syntax/lines.js';

import { claimSegment, type Segment } from './segments.js';

export interface StatementItem {
  readonly span: SourceSpan;
  /** Where that begins which it belongs to, for a value: its variable or field. */
  readonly anchor: number | undefined;
  segment: Segment;
}

export interface FunctionItem {
  readonly name: string;
  readonly declaration: SourceSpan;
  readonly body: SourceSpan;
  /** From its name, or its beginning if that is earlier, to its end. */
  readonly whole: SourceSpan;
  /** Of a method what stands in front of its parameters, such as `static get size`. */
  readonly head: SourceSpan | undefined;
  /** The innermost class that it is written in. */
  readonly owner: EnclosingClass | undefined;
  segment: Segment;
}

/** A class. */
export interface EnclosingClass {
  readonly name: string | undefined;
  /** The offset at which it begins. */
  readonly start: number;
}

export interface ArmItem {
  /** `null` for an `else` that is not written. */
  readonly span: SourceSpan | null;
  segment: Segment;
}

export interface BranchItem {
  readonly kind: BranchKind;
  readonly span: SourceSpan;
  /** Where parts of it begin that belong to no other branch of its kind. */
  readonly anchors: readonly number[];
  readonly arms: ArmItem[];
}

export interface CountedItems {
  readonly statements: StatementItem[];
  readonly functions: FunctionItem[];
  readonly branches: BranchItem[];
  /** Whether what begins at an offset is left out by an ignore hint for its line. */
  readonly isIgnored: (offset: number) => boolean;
}

export function newCountedItems(isIgnored: CountedItems['isIgnored']): CountedItems {
  return { statements: [], functions: [], branches: [], isIgnored };
}

export function addStatement(
  { statements, isIgnored }: CountedItems,
  { start, end }: SourceSpan,
  segment: Segment,
  anchor?: number,
): void {
  if (isIgnored(start)) return;
  statements.push({ span: { start, end }, anchor, segment });
}

export function addFunction(
  { functions, isIgnored }: CountedItems,
  item: Omit<FunctionItem, 'name'>,
  name?: string,
) {
  if (isIgnored(item.declaration.start)) return;
  functions.push({ ...item, name: name ?? `(anonymous_${functions.length})` });
}

/** A branch without arms yet. */
export function addBranch(
  { branches, isIgnored }: CountedItems,
  kind: BranchKind,
  { start, end }: SourceSpan,
  ...parts: readonly SourceSpan[]
): BranchItem {
  const branch: BranchItem = {
    kind,
    span: { start, end },
    anchors: parts.map((part) => part.start),
    arms: [],
  };
  if (!isIgnored(start)) branches.push(branch);
  return branch;
}

/** @param span `null` for an `else` that is not written */
export function addArm(
  { isIgnored }: CountedItems,
  branch: BranchItem,
  arm: SourceSpan | null,
  segment: Segment,
): void {
  if (isIgnored(branch.span.start) || (arm && isIgnored(arm.start))) return;
  branch.arms.push({ span: arm && { start: arm.start, end: arm.end }, segment });
}

/** Gives every item its probe, for a source that is the only one. */
export function claimSegments({ statements, functions, branches }: CountedItems): void {
  for (const item of [...statements, ...functions, ...branches.flatMap(({ arms }) => arms)]) {
    item.segment = claimSegment(0, item.segment);
  }
}
