/** Generates random expressions and patterns. */
import type { Random } from './profiles.js';
import { functionScope } from './random-functions.js';
import { listOf, oneOf, type ProgramScope } from './random-programs.js';
import { randomStatements } from './random-statements.js';

/** Returns an expression. */
export function randomExpression(scope: ProgramScope): string {
  const { random, depth } = scope;
  if (depth <= 0) return randomAtom(scope);
  const inner = { ...scope, depth: depth - 1 };
  const operand = () => randomExpression(inner);
  const choices = [
    () => randomAtom(scope),
    () => randomAtom(scope),
    () => `(${operand()} || ${operand()})`,
    () => `(${operand()} && ${operand()} || ${operand()})`,
    () => `(${operand()} ?? (${operand()} && ${operand()}))`,
    () => `(${operand()} ? ${operand()} : ${operand()})`,
    () => `(${operand()}, ${operand()})`,
    () => `[${operand()}, ...[${listOf(random, 2, operand, ', ')}]]`,
    () => `{ ${listOf(random, 3, () => randomMember(inner), ', ')} }`,
    () => `\`\${${operand()}}\``,
    () => `(${operand()})?.[${operand()}]?.(${operand()})`,
    () => `!(${operand()})`,
    () => `(${functionOf(inner)})(${operand()})`,
    () => `new (${randomClass(inner)})()`,
    () => `(${randomPattern(inner)} = ${operand()})`,
    () => randomAssignment(inner),
    ...(scope.functions.length > 0 ? [() => `${anyOf(random, scope.functions)}(${operand()})`] : []),
    ...(scope.canYield ? [() => `(yield ${operand()})`] : []),
    ...(scope.canAwait ? [() => `(await ${random(5) ? operand() : 'new Promise(() => {})'})`] : []),
    ...(scope.isTypeScript ? [() => `(${operand()} as any)`, () => `(${operand()})!`] : []),
  ];
  const text = oneOf(random, ...choices);
  return text.startsWith('{') ? `(${text})` : text;
}

function randomAtom({ random, variables }: ProgramScope): string {
  return oneOf(
    random,
    () => 'pick()',
    () => 'pick() > 1',
    () => 'boom()',
    () => `${random(3)}`,
    () => "'x'",
    () => 'null',
    () => anyOf(random, variables),
    () => (random(20) ? 'this' : 'missing'),
    () => (random(3) ? 'boom()' : '(() => boom())'),
  );
}

function anyOf(random: Random, names: readonly string[]): string {
  return oneOf(random, ...names.map((name) => () => name));
}

function randomAssignment(scope: ProgramScope): string {
  const operator = anyOf(scope.random, ['=', '||=', '&&=', '??=']);
  return `(${anyOf(scope.random, scope.variables)} ${operator} ${randomExpression(scope)})`;
}

function functionOf(scope: ProgramScope): string {
  const inner = functionScope(scope);
  const parameters = `${scope.newName()} = ${randomExpression({ ...inner, depth: 0 })}`;
  return oneOf(
    scope.random,
    () => `(${parameters}) => ${randomExpression(inner)}`,
    () => `(${parameters}) => { ${randomStatements(inner)} }`,
    () => `function (${parameters}) { ${randomStatements(inner)} }`,
  );
}

function randomMember(scope: ProgramScope): string {
  const name = scope.newName();
  const inner = functionScope(scope);
  return oneOf(
    scope.random,
    () => `${name}: ${randomExpression(scope)}`,
    () => `[${randomExpression(scope)}]: ${randomExpression(scope)}`,
    () => `${name}() { ${randomStatements(inner)} }`,
    () => `get ${name}() { ${randomStatements(inner)} }`,
    () => `[${randomExpression(scope)}]() { boom(); }`,
  );
}

/** Returns a class without a name. */
export function randomClass(scope: ProgramScope): string {
  const inner = { ...functionScope(scope), canReturn: false, isStrict: true };
  const heritage = scope.random(6) ? '' : ` extends (${randomExpression({ ...inner, depth: 0 })} && Object)`;
  const member = () => {
    const name = scope.newName();
    const isStatic = scope.random(3) ? '' : 'static ';
    return oneOf(
      scope.random,
      () => `${isStatic}${name} = ${randomExpression(inner)};`,
      () => `${isStatic}#${name} = ${randomExpression(inner)};`,
      () => `${isStatic}${name} = () => ${randomExpression(inner)};`,
      // In derived classes the engine probe does not count these fields.
      () => `${heritage ? 'static ' : isStatic}[${randomExpression(inner)}] = () => boom();`,
      () => `${isStatic}${name};`,
      () => `static { ${randomStatements(inner)} }`,
      () => `${isStatic}${name}() { ${randomStatements({ ...inner, canReturn: true })} }`,
      () => `static { this.${name}(); } static ${name}() { ${randomStatements(inner)} }`,
    );
  };
  return `class${heritage} { ${listOf(scope.random, 4, member, ' ')} }`;
}

/** Returns a pattern that binds new names and has defaults. */
export function randomPattern(scope: ProgramScope): string {
  const { random } = scope;
  const inner = { ...scope, depth: Math.min(scope.depth - 1, 1) };
  const target = () => (scope.depth > 1 && random(3) === 0 ? randomPattern(inner) : scope.newName());
  return oneOf(
    random,
    () => `{ ${scope.newName()} = ${randomExpression(inner)} }`,
    () => `{ a: ${target()} = ${randomExpression(inner)}, ...${scope.newName()} }`,
    () => `{ [${randomExpression(inner)}]: ${scope.newName()} = ${randomExpression(inner)} }`,
    () => `{ b: [${target()} = ${randomExpression(inner)}] = [] }`,
  );
}
