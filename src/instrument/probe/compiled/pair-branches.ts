/** Pairs the branches in expressions of compiled code with those of its original sources. */
import type { MappedOffsets, OriginalSource } from './mapped-offsets.js';
import type { Outline, OutlinedArm, OutlinedBranch, Owner, Part } from './outline.js';
import { compareStartOffsets, type OutlinedOriginal, type Paired, type Pairing } from './pairing.js';

/** A branch and, for each of its arms, the arm of the compiled code that stands for it. */
export interface PairedBranch {
  readonly original: OriginalSource;
  readonly branch: OutlinedBranch;
  readonly compiled: OutlinedBranch;
  readonly arms: readonly OutlinedArm[];
}

/** Pairs branches of the same kind whose parts have the same origin, in the same order. */
export function pairBranches(
  compiled: Outline,
  originals: readonly OutlinedOriginal[],
  pairing: Pairing,
): readonly PairedBranch[] {
  const byOwner = new Map<Owner, OutlinedBranch[]>();
  for (const branch of originals.flatMap(({ outline }) => outline.branches)) {
    const branches = byOwner.get(branch.owner);
    if (branches) branches.push(branch);
    else byOwner.set(branch.owner, [branch]);
  }
  const pairs = compiled.branches.flatMap((branch) => {
    const owner = findOwner(pairing, branch.owner);
    return (owner ? (byOwner.get(owner.value) ?? []) : []).flatMap((candidate) => {
      const arms = findArms(pairing.mapped, branch, candidate, owner?.original as OriginalSource);
      return arms
        ? [{ original: owner?.original as OriginalSource, branch: candidate, compiled: branch, arms }]
        : [];
    });
  });
  const counts = new Map<OutlinedBranch, number>();
  for (const { branch } of pairs) counts.set(branch, (counts.get(branch) ?? 0) + 1);
  return pairs.filter(({ branch }) => counts.get(branch) === 1);
}

function findOwner({ units, functions, lists }: Pairing, owner: Owner): Paired<Owner> | undefined {
  if ('index' in owner) return units.get(owner);
  return 'node' in owner ? functions.get(owner) : lists.get(owner);
}

/** Returns the arms of compiled code that stand for the arms of a branch; `undefined` if they do not. */
function findArms(
  mapped: MappedOffsets,
  compiled: OutlinedBranch,
  branch: OutlinedBranch,
  original: OriginalSource,
): readonly OutlinedArm[] | undefined {
  if (compiled.kind !== branch.kind) return undefined;
  if (branch.kind === 'binary-expr') return findOperands(mapped, compiled, branch, original);
  const isSame = (own: Part | undefined, part: Part | undefined) =>
    own && part ? hasSameOrigin(mapped, own, original, part) : own === part;
  if (!isSame(compiled.test, branch.test)) return undefined;
  return branch.arms.every((arm, index) => isSame(compiled.arms[index], arm)) ? compiled.arms : undefined;
}

/**
 * Returns the operands of a compiled logical expression that stand for those of an original one. The compiled one may have
 * operands between them, where a type annotation separates nested expressions in the original source.
 */
function findOperands(
  mapped: MappedOffsets,
  { arms: own }: OutlinedBranch,
  { arms }: OutlinedBranch,
  original: OriginalSource,
): readonly OutlinedArm[] | undefined {
  const found: OutlinedArm[] = [];
  let from = 0;
  for (const [index, arm] of arms.entries()) {
    const at = own.findIndex(
      (operand, position) =>
        position >= from &&
        (index === 0 || operand.operator === arm.operator) &&
        hasSameOrigin(mapped, operand, original, arm),
    );
    const operand = own[at];
    if (!operand) return undefined;
    found.push(operand);
    from = at + 1;
  }
  return found;
}

function hasSameOrigin(
  mapped: MappedOffsets,
  own: Part & { readonly isLiteral?: boolean },
  original: OriginalSource,
  part: Part & { readonly isLiteral?: boolean },
): boolean {
  const origin = mapped.compare(own, original, part.range);
  if (origin === 'elsewhere' || compareStartOffsets(mapped, own, original, part) === 'other') return false;
  return origin === 'inside' || (own.isLiteral === true && part.isLiteral === true);
}
