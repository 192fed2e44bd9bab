/** TypeScript's own decorators, also of parameters, and its own forms of import and export. */
import path = require('node:path');
import { Container, inject, injectable, log, logged, property, sealed } from './decorators';
import Shape = require('./shape');
import Area = Shape.area;

@injectable
class Logger {
  lines: string[] = [];
  write(line: string) { this.lines.push(line); }
}

@sealed(() => path.sep.length > 0 ? 'sealed' : 'open')
@injectable
class Service {
  @property({ initial: log.length || 3 }) size!: number;
  @property() static shared = 1;
  @logged before = 'field';

  constructor(@inject(Logger) private readonly logger: Logger, @inject('name') public name = 'unnamed', readonly rest?: number) {
    if (rest) this.logger.write('rest'); else this.logger.write('no rest');
  }

  @logged
  @logged run(@inject((() => 'argument')()) argument: string, @inject(Logger) other?: Logger): string {
    (other ?? this.logger).write(argument);
    return `${this.name} ${argument}`;
  }

  @logged static make(by = 1) { return (Service.shared += by); }
  @logged get length() { return this.logger.lines.length; }
  set length(value) { this.logger.lines.length = value; }
  @logged async later() { return this.size; }
  @logged private *items() { yield* this.logger.lines; }
  list() { return [...this.items()]; }
}

export default async function (): Promise<unknown> {
  const container = new Container({ name: 'given' });
  const service = container.make(Service);
  const result = [service.run('first'), service.run('second', new Logger()), Service.make(), Service.make(4), service.length, await service.later(), service.list(), service.size, service.before];
  return [result, log, Area(2), new Shape(3).double, Shape.unit];
}
