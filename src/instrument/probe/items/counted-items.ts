/**
 * The counted items of a source, in the order of the ids that istanbul-lib-instrument 6 assigns: as its traversal
 * enters nodes.
 */
import { anonymousName } from '../../../profile/model/anonymous-name.js';
import type { BranchKind } from '../../../profile/model/file-meta.js';
import type { SourceSpan } from '../syntax/lines.js';

import { claimSegment, type Segment } from './segments.js';

export interface StatementItem {
  readonly span: SourceSpan;
  /** Offset at which the variable or field starts that the statement is the value of. */
  readonly anchor: number | undefined;
  segment: Segment;
}

export interface FunctionItem {
  readonly name: string;
  readonly declaration: SourceSpan;
  readonly body: SourceSpan;
  /** From its name or its first character, whichever comes first, to its end. */
  readonly whole: SourceSpan;
  /** Text of a method before its parameters, such as `static get size`. */
  readonly head: SourceSpan | undefined;
  /** The innermost class that contains it. */
  readonly enclosingClass: EnclosingClass | undefined;
  segment: Segment;
}

export interface EnclosingClass {
  readonly name: string | undefined;
  /** Offset at which the class starts. */
  readonly start: number;
}

export interface ArmItem {
  /** `null` for a missing `else`. */
  readonly span: SourceSpan | null;
  segment: Segment;
}

export interface BranchItem {
  readonly kind: BranchKind;
  readonly span: SourceSpan;
  /** Offsets at which parts of the branch start that belong to no other branch of its kind. */
  readonly anchors: readonly number[];
  readonly arms: ArmItem[];
}

export interface CountedItems {
  readonly statements: StatementItem[];
  readonly functions: FunctionItem[];
  readonly branches: BranchItem[];
  /** Whether an ignore hint excludes the line of an offset. */
  readonly isIgnored: (offset: number) => boolean;
}

/** Returns an empty list of items. */
export function newCountedItems(isIgnored: CountedItems['isIgnored']): CountedItems {
  return { statements: [], functions: [], branches: [], isIgnored };
}

/**
 * Adds a statement, unless an ignore hint excludes its line.
 *
 * @param anchor offset at which the variable or field starts that the statement is the value of
 */
export function addStatement(
  { statements, isIgnored }: CountedItems,
  { start, end }: SourceSpan,
  segment: Segment,
  anchor?: number,
): void {
  if (isIgnored(start)) return;
  statements.push({ span: { start, end }, anchor, segment });
}

/** Adds a function, unless an ignore hint excludes its line. A function without a name gets Istanbul's name for it. */
export function addFunction(
  { functions, isIgnored }: CountedItems,
  { declaration, body, whole, head, enclosingClass, segment }: Omit<FunctionItem, 'name'>,
  name = anonymousName(functions.length),
): void {
  if (isIgnored(declaration.start)) return;
  functions.push({ name, declaration, body, whole, head, enclosingClass, segment });
}

/** Adds a branch without arms, unless an ignore hint excludes its line. @returns the branch in either case */
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

/** Adds an arm, unless an ignore hint excludes its line. @param arm `null` for a missing `else` */
export function addArm(
  { isIgnored }: CountedItems,
  branch: BranchItem,
  arm: SourceSpan | null,
  segment: Segment,
): void {
  if (isIgnored(branch.span.start) || (arm && isIgnored(arm.start))) return;
  branch.arms.push({ span: arm && { start: arm.start, end: arm.end }, segment });
}

/** Claims the segment of every item for source 0, in a file that has one source. */
export function claimSegments({ statements, functions, branches }: CountedItems): void {
  const claim = (item: { segment: Segment }) => {
    item.segment = claimSegment(0, item.segment);
  };
  statements.forEach(claim);
  functions.forEach(claim);
  for (const { arms } of branches) arms.forEach(claim);
}
