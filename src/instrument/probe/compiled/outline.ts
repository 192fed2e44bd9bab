/**
 * The outline of a source: its functions, and in each of them the statements and branches that are counted, nested as
 * they control one another. The outlines of an original source and of compiled code are compared.
 */
import type { Node } from 'oxc-parser';
import type { BranchItem, FunctionItem, StatementItem } from '../items/counted-items.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { FunctionNode } from '../walk/functions.js';

export interface Outline {
  readonly functions: OutlinedFunction[];
  readonly lists: UnitList[];
  readonly branches: OutlinedBranch[];
  readonly calls: OutlinedCall[];
  /** Pairs of names of the same value, as in `import { a as b }` or `const b = a`. */
  readonly aliases: (readonly [string, string])[];
}

/** Statements that run one after another. */
export interface UnitList {
  /**
   * `open`: top level of a file or namespace, which compilers move into functions. `fields`: of a class. `function`: body
   * of a function. `part`: body of a statement.
   */
  readonly kind: 'open' | 'fields' | 'function' | 'part';
  readonly units: Unit[];
  /** The body of a statement; `undefined` for other lists. */
  readonly body: ListBody | undefined;
}

export interface ListBody {
  readonly span: SourceSpan;
  /** Range that the code of the body can come from. */
  readonly range: SourceSpan;
}

/** Statements by type, and other code that Istanbul counts as a statement. `while (a)` is `for (; a; )`. */
export type UnitKind = Node['type'] | 'Declarator' | 'Field' | 'ReturnedExpression';

/** A statement, or other code that Istanbul counts as one: the value of a variable or field, what an arrow function returns. */
export interface Unit {
  readonly kind: UnitKind;
  /** With the name of the variable or field that it is the value of. */
  readonly span: SourceSpan;
  readonly list: UnitList;
  /** Index in its list. */
  readonly index: number;
  /** Expressions of the statement itself, such as a condition; `undefined` where one is missing. */
  readonly parts: readonly (Part | undefined)[];
  /** The value of a declarator, field or assignment. */
  readonly value: SourceSpan | undefined;
  /** Statements in the statement, by what they are to it. */
  readonly lists: Map<string, UnitList>;
  /** `undefined` if it is not counted. */
  readonly item: StatementItem | undefined;
  /** The branch of an `if` or `switch`. */
  readonly branch: BranchItem | undefined;
}

export interface Part extends SourceSpan {
  /** Range that the code of this part can come from, such as parentheses around it. */
  readonly range: SourceSpan;
}

export interface OutlinedFunction {
  readonly node: FunctionNode;
  /** Names under which it is called, as far as the code around it shows. */
  readonly names: readonly string[];
  /** Offsets of its name or first character. */
  readonly starts: readonly number[];
  readonly body: SourceSpan;
  readonly list: UnitList;
  /** `undefined` if it is not counted. */
  readonly item: FunctionItem | undefined;
  /** The function around it. */
  readonly outer: OutlinedFunction | undefined;
}

/** Code whose evaluation evaluates an expression: a unit, the parameters of a function, or a list in any other case. */
export type Owner = Unit | OutlinedFunction | UnitList;

/** A branch in an expression or a pattern. */
export interface OutlinedBranch {
  readonly kind: 'cond-expr' | 'binary-expr' | 'default-arg';
  readonly span: SourceSpan;
  readonly owner: Owner;
  /** The condition of a conditional expression. */
  readonly test: Part | undefined;
  readonly arms: readonly OutlinedArm[];
  /** `undefined` if it is not counted. */
  readonly item: BranchItem | undefined;
}

export interface OutlinedArm extends Part {
  /** Operator before the operand of a logical expression. */
  readonly operator: string | undefined;
  /** Text of a literal, which may be without a mapping. */
  readonly isLiteral: boolean;
}

export interface OutlinedCall {
  /** Offsets at which the call or a name in its callee starts. */
  readonly starts: readonly number[];
  /** Name of the called function or method. */
  readonly name: string | undefined;
  /** Names in the arguments. */
  readonly argumentNames: readonly string[];
  /** The function that contains the call. */
  readonly outer: OutlinedFunction | undefined;
}
