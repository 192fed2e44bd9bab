/** Generates random functions. */
import { randomExpression, randomPattern } from './random-expressions.js';
import { listOf, oneOf, type ProgramScope } from './random-programs.js';
import { randomStatements } from './random-statements.js';

/** Returns the scope of a function body, which cannot jump out of the function. */
export function functionScope(scope: ProgramScope): ProgramScope {
  return { ...scope, breaks: [], continues: [], canReturn: true, canYield: false, canAwait: false };
}

function randomParameters(scope: ProgramScope): string {
  return listOf(
    scope.random,
    2,
    () => (scope.random(2) ? randomPattern(scope) : `${scope.newName()} = ${randomExpression(scope)}`),
    ', ',
  );
}

/** Returns a function declaration. */
export function randomFunction(scope: ProgramScope, name: string): string {
  const inner = functionScope(scope);
  const directive = scope.random(4) ? '' : "'directive'\n";
  return `function ${name}(${name}a = pick()) { ${directive}${randomStatements(inner)} }`;
}

/** Returns a function of a random kind and a call, which may be abandoned. */
export function randomCall(scope: ProgramScope): string {
  const { random } = scope;
  const name = scope.newName();
  const inner = functionScope(scope);
  const parameters = randomParameters({ ...inner, depth: 1 });
  return oneOf(
    random,
    () => `function ${name}(${parameters}) { ${randomStatements(inner)} } note(${name}({}, []));`,
    () => {
      const body = randomStatements({ ...inner, canYield: true });
      const end = oneOf(
        random,
        () => '',
        () => `${name}i.return();`,
        () => `${name}i.throw(1);`,
        () => `[...${name}i];`,
      );
      return `function* ${name}(${parameters}) { ${body} } var ${name}i = ${name}({}, []); ${name}i.next(); ${end}`;
    },
    () => {
      const body = randomStatements({ ...inner, canAwait: true });
      return `async function ${name}(${parameters}) { ${body} } ${name}({}, []).catch(() => note(1));`;
    },
  );
}
