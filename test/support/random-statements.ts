/** Random statements and functions, as text. */
import { randomClass, randomExpression, randomPattern } from './random-expressions.js';
import { functionPlace, randomCall } from './random-functions.js';
import { oneOf, type Place } from './random-programs.js';

export function randomStatement(place: Place): string {
  const { random, depth, breaks, continues } = place;
  if (depth <= 0) return randomEnd(place);
  const inner = { ...place, depth: depth - 1 };
  const choices = [
    () => randomEnd(place),
    () => randomEnd(place),
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
    ...(place.canReturn ? [() => `return ${random(3) ? randomExpression(inner) : ''};`] : []),
    ...(place.isStrict
      ? []
      : [() => `with ({ ${place.newName()}: ${randomExpression(inner)} }) ${randomBody(inner)}`]),
    ...(place.isTypeScript ? [() => randomTypeScript(inner)] : []),
  ];
  return oneOf(random, ...choices);
}

export function randomStatements(place: Place): string {
  return Array.from({ length: 1 + place.random(3) }, () => randomStatement(place)).join(' ');
}

/** A statement without others in it. */
function randomEnd(place: Place): string {
  return oneOf(
    place.random,
    () => `note(${randomExpression(place)});`,
    () => `note(${randomExpression(place)});`,
    () => `note(${randomExpression(place)});`,
    () => 'boom();',
    () => 'boom();',
    () => (place.random(2) ? ';' : 'debugger;'),
    () => (place.random(2) ? 'pick();' : `throw ${randomExpression(place)};`),
  );
}

/** A body of a statement, with a block or without. */
function randomBody(place: Place): string {
  const isBlock = place.random(3) > 0;
  return isBlock ? `{ ${randomStatements(place)} }` : notDeclared(randomStatement(place));
}

/** Only some statements may stand where there is no block. */
function notDeclared(statement: string): string {
  return /^(?:let|const|class|function|async|enum|namespace|\{)/.test(statement)
    ? `{ ${statement} }`
    : statement;
}

function randomDeclaration(place: Place): string {
  const { random } = place;
  const kind = ['var', 'let', 'const'][random(3)];
  const declarator = () =>
    oneOf(
      random,
      () => `${place.newName()} = ${randomExpression(place)}`,
      () => `${place.newName()} = ${1 + random(9)}`,
      () => `${place.newName()} = () => ${randomExpression(functionPlace(place))}`,
      () => `${place.newName()} = function () { ${randomStatements(functionPlace(place))} }`,
      () => `${place.newName()} = ${randomClass(place)}`,
      () => `${randomPattern(place)} = ${random(9) ? '{}' : 'null'}`,
    );
  return `${kind} ${declarator()}${random(2) ? `, ${declarator()}` : ''};`;
}

function randomIf(place: Place): string {
  const { random } = place;
  const test = random(2) ? 'pick() > 1' : randomExpression(place);
  const alternate = random(2) ? ` else ${randomBody(place)}` : '';
  const body = randomBody(place);
  // An `if` without an `else` of its own would take this one.
  return `if (${test}) ${alternate && !body.startsWith('{') ? `{ ${body} }` : body}${alternate}`;
}

function randomLoop(place: Place): string {
  const { random } = place;
  const name = place.newName();
  const inLoop = { ...place, breaks: [...place.breaks, ''], continues: [...place.continues, ''] };
  const body = () => randomBody(inLoop);
  return oneOf(
    random,
    () => `for (let ${name} = ${random(2) ? 0 : 'boom() * 0'}; ${name} < 3; ${name}++) ${body()}`,
    () => `for (let ${name} = 0, ${place.newName()} = () => 1; ${name}++ < 2;) ${body()}`,
    () => `for (const ${randomPattern(place)} of [{}, ${randomExpression(place)}, {}]) ${body()}`,
    () => `for (const ${name} in { a: ${randomExpression(place)}, b: 2 }) ${body()}`,
    () => `while (pick() > 1) ${body()}`,
    () => `do ${body()} while (pick() > 2)\n`,
  );
}

function randomSwitch(place: Place): string {
  const { random } = place;
  const inSwitch = { ...place, breaks: [...place.breaks, ''] };
  const leave = () => (random(2) ? 'break;' : '');
  const clauses = Array.from({ length: random(4) }, (_, index) => {
    const test = random(3) ? `${index}` : randomExpression(place);
    return `case ${test}: ${randomStatements(inSwitch)} ${leave()}`;
  });
  if (random(2))
    clauses.splice(random(clauses.length + 1), 0, `default: ${randomStatements(inSwitch)} ${leave()}`);
  return `switch (${random(2) ? 'pick()' : randomExpression(place)}) { ${clauses.join(' ')} }`;
}

function randomTry(place: Place): string {
  const block = () => `{ ${randomStatements(place)} }`;
  const handler = oneOf(
    place.random,
    () => ` catch ${block()}`,
    () => ` catch (${place.newName()}) ${block()}`,
    () => ` catch ({ message: ${place.newName()} = ${randomExpression(place)} }) ${block()}`,
    () => '',
  );
  const finalizer = handler === '' || place.random(3) === 0 ? ` finally ${block()}` : '';
  return `try ${block()}${handler}${finalizer}`;
}

function randomLabel(place: Place): string {
  const label = place.newName();
  const labelled = { ...place, breaks: [...place.breaks, label] };
  const looped = { ...labelled, continues: [...place.continues, label] };
  return oneOf(
    place.random,
    () => `${label}: { ${randomStatements(labelled)} }`,
    () => `${label}: ${randomIf(labelled)}`,
    () => `${label}: ${randomLoop(looped)}`,
    () => `${label}: ${randomTry(labelled)}`,
    () => `${label}: ${place.newName()}: ${randomSwitch(labelled)}`,
  );
}

function randomTypeScript(place: Place): string {
  const name = place.newName();
  return oneOf(
    place.random,
    () =>
      `enum ${name} { a = (function () { return ${randomExpression(functionPlace(place))}; })(), b = pick() || 2 }`,
    () => `var ${name} = (() => ${randomExpression(functionPlace(place))}) as any;`,
    () =>
      `class ${name} { constructor(private a = ${randomExpression(functionPlace(place))}, readonly b?: any) { boom(); } } new ${name}();`,
  );
}
