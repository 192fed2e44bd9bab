/** Finds what other code sees of a function without executing it: names and decorators of methods, numbers of parameters. */
import type { Class, Node } from 'oxc-parser';
import { childrenOf } from '../instrument/probe/syntax/child-nodes.js';
import { parse } from '../instrument/probe/syntax/parse.js';
import { addToList } from '../platform/add-to-list.js';

export interface FunctionHeads {
  /**
   * Returns the offset where the own code of the method with a body that ends at an offset begins: its parameters, or its body
   * in a class with decorators, which see the parameters. `undefined` for other functions.
   */
  readonly methodStartAt: (end: number) => number | undefined;
  /**
   * Returns the lengths of the functions whose body ends at an offset, and the patterns of their parameters: Express knows error
   * handlers by four parameters, and a value that does not fit a pattern throws before the function counts.
   */
  readonly shapeAt: (end: number) => string;
}

/**
 * Returns the heads of all functions of a source.
 *
 * @param file absolute path; its extension selects the language
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export function functionHeadsOf(source: string, file: string): FunctionHeads {
  const shapes = new Map<number, string[]>();
  const starts = new Map<number, number>();
  const addMethod = (value: Node, isDecorated: boolean) => {
    if ('params' in value && 'body' in value && value.body && !Array.isArray(value.body))
      starts.set(value.body.end, isDecorated ? value.body.start : value.start);
  };
  const pending: Node[] = [parse(source, file).program];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if ('params' in node && 'body' in node && Array.isArray(node.params) && node.body)
      addToList(shapes, (node.body as Node).end, shapeOf(node, node.params, source));
    if (node.type === 'Property' && (node.method || node.kind !== 'init')) addMethod(node.value, false);
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      const isDecorated = hasDecorators(node);
      for (const value of methodsOf(node)) addMethod(value, isDecorated);
    }
    for (const child of childrenOf(node)) pending.push(child);
  }
  return {
    methodStartAt: (end) => starts.get(end),
    shapeAt: (end) => (shapes.get(end) ?? []).join(),
  };
}

function methodsOf({ body }: Class): readonly Node[] {
  return body.body.flatMap((member) => (member.type === 'MethodDefinition' ? [member.value] : []));
}

/** Whether a class, a member or a parameter has a decorator. They see names, and the types of all parameters. */
function hasDecorators(node: Class): boolean {
  const parameters = methodsOf(node).flatMap((value) => ('params' in value ? (value.params as Node[]) : []));
  const patterns = parameters.map((parameter) =>
    parameter.type === 'AssignmentPattern' ? parameter.left : parameter,
  );
  return [node, ...node.body.body, ...parameters, ...patterns].some(
    (decorated) => 'decorators' in decorated && (decorated.decorators?.length ?? 0) > 0,
  );
}

/** Returns keywords, the number of parameters before the first with a default or `...`, and what is evaluated before the function counts. */
function shapeOf(node: Node, params: readonly Node[], source: string): string {
  const isAsync = 'async' in node && node.async === true;
  const isGenerator = 'generator' in node && node.generator === true;
  const end = params.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement');
  // A generator counts from its first step, and may be called without one.
  const patterns = params.map((param) =>
    isGenerator ? source.slice(param.start, param.end) : patternOf(param),
  );
  return `${isAsync ? 'async' : ''}${isGenerator ? '*' : ''}${end < 0 ? params.length : end}${patterns.join('')}`;
}

/** Returns the patterns in a parameter, and the keys before inner ones. Nothing for a name: it accepts all values. */
function patternOf(node: Node | null): string {
  switch (node?.type) {
    case 'AssignmentPattern': {
      const inner = patternOf(node.left);
      return inner === '' ? '' : `${inner}=`;
    }
    case 'RestElement':
      return patternOf(node.argument);
    case 'ObjectPattern':
      return `{${node.properties.map(patternOf).join('')}}`;
    case 'ArrayPattern':
      return `[${node.elements.map(patternOf).join('')}]`;
    case 'Property': {
      const inner = patternOf(node.value);
      return inner === ''
        ? ''
        : `${'name' in node.key ? node.key.name : 'value' in node.key ? String(node.key.value) : ''}:${inner}`;
    }
    default:
      return '';
  }
}
