/** Generates random statements. */
import { randomClass, randomExpression, randomPattern } from './random-expressions.js';
import { functionScope, randomCall } from './random-functions.js';
import { oneOf, type ProgramScope } from './random-programs.js';

/** Returns a statement. */
export function randomStatement(scope: ProgramScope): string {
  const { random, depth, breaks, continues } = scope;
  if (depth <= 0) return randomLeaf(scope);
  const inner = { ...scope, depth: depth - 1 };
  const choices = [
    () => randomLeaf(scope),
    () => randomLeaf(scope),
    () => randomDeclaration(inner),
    () => randomDeclaration(inner),
    () => randomIf(inner),
    () => randomIf(inner),
    () => randomLoop(inner),
    () => randomSwitch(inner),
    () => randomTry(inner),
    () => randomLabel(inner),
    () => randomCall(inner),
    () => `{ ${randomStatements(inner)} }`,
    ...(breaks.length > 0 ? [() => `break ${breaks[random(breaks.length)]};`] : []),
    ...(continues.length > 0 ? [() => `continue ${continues[random(continues.length)]};`] : []),
    ...(scope.canReturn ? [() => `return ${random(3) ? randomExpression(inner) : ''};`] : []),
    ...(scope.isStrict
      ? []
      : [() => `with ({ ${scope.newName()}: ${randomExpression(inner)} }) ${randomBody(inner)}`]),
    ...(scope.isTypeScript ? [() => randomTypeScript(inner)] : []),
  ];
  return oneOf(random, ...choices);
}

/** Returns one to three statements. */
export function randomStatements(scope: ProgramScope): string {
  return Array.from({ length: 1 + scope.random(3) }, () => randomStatement(scope)).join(' ');
}

/** Returns a statement without nested statements. */
function randomLeaf(scope: ProgramScope): string {
  return oneOf(
    scope.random,
    () => `note(${randomExpression(scope)});`,
    () => `note(${randomExpression(scope)});`,
    () => `note(${randomExpression(scope)});`,
    () => 'boom();',
    () => 'boom();',
    () => (scope.random(2) ? ';' : 'debugger;'),
    () => (scope.random(2) ? 'pick();' : `throw ${randomExpression(scope)};`),
  );
}

/** Returns the body of a statement, which may be a block. */
function randomBody(scope: ProgramScope): string {
  const isBlock = scope.random(3) > 0;
  return isBlock ? `{ ${randomStatements(scope)} }` : withBlockIfNeeded(randomStatement(scope));
}

/** Wraps declarations in a block, because they cannot be the body of a statement. */
function withBlockIfNeeded(statement: string): string {
  return /^(?:let|const|class|function|async|enum|namespace|\{)/.test(statement)
    ? `{ ${statement} }`
    : statement;
}

function randomDeclaration(scope: ProgramScope): string {
  const { random } = scope;
  const kind = ['var', 'let', 'const'][random(3)];
  const declarator = () =>
    oneOf(
      random,
      () => `${scope.newName()} = ${randomExpression(scope)}`,
      () => `${scope.newName()} = ${1 + random(9)}`,
      () => `${scope.newName()} = () => ${randomExpression(functionScope(scope))}`,
      () => `${scope.newName()} = function () { ${randomStatements(functionScope(scope))} }`,
      () => `${scope.newName()} = ${randomClass(scope)}`,
      () => `${randomPattern(scope)} = ${random(9) ? '{}' : 'null'}`,
    );
  return `${kind} ${declarator()}${random(2) ? `, ${declarator()}` : ''};`;
}

function randomIf(scope: ProgramScope): string {
  const { random } = scope;
  const test = random(2) ? 'pick() > 1' : randomExpression(scope);
  const alternate = random(2) ? ` else ${randomBody(scope)}` : '';
  const body = randomBody(scope);
  // Without braces, an inner `if` without `else` would take this `else`.
  return `if (${test}) ${alternate && !body.startsWith('{') ? `{ ${body} }` : body}${alternate}`;
}

function randomLoop(scope: ProgramScope): string {
  const { random } = scope;
  const name = scope.newName();
  const inLoop = { ...scope, breaks: [...scope.breaks, ''], continues: [...scope.continues, ''] };
  const body = () => randomBody(inLoop);
  return oneOf(
    random,
    () => `for (let ${name} = ${random(2) ? 0 : 'boom() * 0'}; ${name} < 3; ${name}++) ${body()}`,
    () => `for (let ${name} = 0, ${scope.newName()} = () => 1; ${name}++ < 2;) ${body()}`,
    () => `for (const ${randomPattern(scope)} of [{}, ${randomExpression(scope)}, {}]) ${body()}`,
    () => `for (const ${name} in { a: ${randomExpression(scope)}, b: 2 }) ${body()}`,
    () => `while (pick() > 1) ${body()}`,
    () => `do ${body()} while (pick() > 2)\n`,
  );
}

function randomSwitch(scope: ProgramScope): string {
  const { random } = scope;
  const inSwitch = { ...scope, breaks: [...scope.breaks, ''] };
  const leave = () => (random(2) ? 'break;' : '');
  const clauses = Array.from({ length: random(4) }, (_, index) => {
    const test = random(3) ? `${index}` : randomExpression(scope);
    return `case ${test}: ${randomStatements(inSwitch)} ${leave()}`;
  });
  if (random(2))
    clauses.splice(random(clauses.length + 1), 0, `default: ${randomStatements(inSwitch)} ${leave()}`);
  return `switch (${random(2) ? 'pick()' : randomExpression(scope)}) { ${clauses.join(' ')} }`;
}

function randomTry(scope: ProgramScope): string {
  const block = () => `{ ${randomStatements(scope)} }`;
  const handler = oneOf(
    scope.random,
    () => ` catch ${block()}`,
    () => ` catch (${scope.newName()}) ${block()}`,
    () => ` catch ({ message: ${scope.newName()} = ${randomExpression(scope)} }) ${block()}`,
    () => '',
  );
  const finalizer = handler === '' || scope.random(3) === 0 ? ` finally ${block()}` : '';
  return `try ${block()}${handler}${finalizer}`;
}

function randomLabel(scope: ProgramScope): string {
  const label = scope.newName();
  const labelled = { ...scope, breaks: [...scope.breaks, label] };
  const looped = { ...labelled, continues: [...scope.continues, label] };
  return oneOf(
    scope.random,
    () => `${label}: { ${randomStatements(labelled)} }`,
    () => `${label}: ${randomIf(labelled)}`,
    () => `${label}: ${randomLoop(looped)}`,
    () => `${label}: ${randomTry(labelled)}`,
    () => `${label}: ${scope.newName()}: ${randomSwitch(labelled)}`,
  );
}

function randomTypeScript(scope: ProgramScope): string {
  const name = scope.newName();
  return oneOf(
    scope.random,
    () =>
      `enum ${name} { a = (function () { return ${randomExpression(functionScope(scope))}; })(), b = pick() || 2 }`,
    () => `var ${name} = (() => ${randomExpression(functionScope(scope))}) as any;`,
    () =>
      `class ${name} { constructor(private a = ${randomExpression(functionScope(scope))}, readonly b?: any) { boom(); } } new ${name}();`,
  );
}
