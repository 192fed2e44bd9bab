/** What is counted, in the order in which istanbul-lib-instrument 6 gives it ids: as its syntax tree is entered. */
import type { BranchKind } from '../../profile/file-meta.js';
import type { Span } from './edits.js';
import { readBy, type Segment } from './segments.js';

export interface StatementItem {
  readonly span: Span;
  /** Where that begins which it belongs to, for a value: its variable or field. */
  readonly anchor: number | undefined;
  segment: Segment;
}

export interface FunctionItem {
  readonly name: string;
  readonly declaration: Span;
  readonly body: Span;
  /** From its name, or its beginning if that is earlier, to its end. */
  readonly whole: Span;
  /** Of a method what stands in front of its parameters, such as `static get size`. */
  readonly head: Span | undefined;
  /** The innermost class that it is written in. */
  readonly owner: Owner | undefined;
  segment: Segment;
}

/** A class. */
export interface Owner {
  readonly name: string | undefined;
  /** The offset at which it begins. */
  readonly start: number;
}

export interface ArmItem {
  /** `null` for an `else` that is not written. */
  readonly span: Span | null;
  segment: Segment;
}

export interface BranchItem {
  readonly kind: BranchKind;
  readonly span: Span;
  /** Where parts of it begin that belong to no other branch of its kind. */
  readonly anchors: readonly number[];
  readonly arms: ArmItem[];
}

export interface Items {
  readonly statements: StatementItem[];
  readonly functions: FunctionItem[];
  readonly branches: BranchItem[];
  /** Whether what begins at an offset is left out by an ignore hint for its line. */
  readonly isIgnored: (offset: number) => boolean;
}

export function newItems(isIgnored: Items['isIgnored']): Items {
  return { statements: [], functions: [], branches: [], isIgnored };
}

export function addStatement(
  { statements, isIgnored }: Items,
  { start, end }: Span,
  segment: Segment,
  anchor?: number,
): void {
  if (isIgnored(start)) return;
  statements.push({ span: { start, end }, anchor, segment });
}

export function addFunction(
  { functions, isIgnored }: Items,
  item: Omit<FunctionItem, 'name'>,
  name?: string,
) {
  if (isIgnored(item.declaration.start)) return;
  functions.push({ ...item, name: name ?? `(anonymous_${functions.length})` });
}

/** A branch without arms yet. */
export function addBranch(
  { branches, isIgnored }: Items,
  kind: BranchKind,
  { start, end }: Span,
  ...parts: readonly Span[]
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
export function addArm({ isIgnored }: Items, branch: BranchItem, arm: Span | null, segment: Segment): void {
  if (isIgnored(branch.span.start) || (arm && isIgnored(arm.start))) return;
  branch.arms.push({ span: arm && { start: arm.start, end: arm.end }, segment });
}

/** Gives every item its probe, for a source that is the only one. */
export function claim({ statements, functions, branches }: Items): void {
  for (const item of [...statements, ...functions, ...branches.flatMap(({ arms }) => arms)]) {
    item.segment = readBy(0, item.segment);
  }
}
