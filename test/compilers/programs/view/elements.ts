export type Node = string | number | boolean | null | undefined | Element | readonly Node[];

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly Node[];
}

type Component = (properties: never) => Node;

export const Fragment = ({ children }: { children?: Node }): Node => children;

export function h(tag: string | Component, attributes: Record<string, unknown> | null, ...children: Node[]): Node {
  if (typeof tag === 'function') return tag({ ...attributes, children } as never);
  return { tag, attributes: attributes ?? {}, children };
}

export interface BadgeProps {
  readonly level: number;
  readonly color?: string;
}

export const Badge = ({ level, color = 'grey' }: BadgeProps): Node => h('badge', { color }, level > 1 ? `+${level}` : level);

export function render(node: Node): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (Array.isArray(node)) return node.map(render).join('');
  if (typeof node !== 'object') return String(node);
  const { tag, attributes, children } = node as Element;
  let text = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    text += ` ${name}="${value}"`;
  }
  return children.length ? `<${tag}${text}>${children.map(render).join('')}</${tag}>` : `<${tag}${text} />`;
}
