/** JSX: elements, fragments, spreads, children of all kinds, with branches inside. */
type Child = Element | string | number | boolean | null | undefined | Child[];
interface Element { readonly tag: string; readonly props: Record<string, unknown>; readonly children: readonly Child[] }
type Component<Props = any> = (props: Props & { children?: readonly Child[] }) => Child;
declare global { namespace JSX { type Element = any; interface IntrinsicElements { [name: string]: any } interface ElementChildrenAttribute { children: {} } } }

const Fragment: Component = ({ children }) => children as Child[];

function h(tag: string | Component, props: Record<string, unknown> | null, ...children: Child[]): Child {
  if (typeof tag === 'function') return tag({ ...props, children });
  return { tag, props: props ?? {}, children };
}

function render(child: Child): string {
  if (child === null || child === undefined || typeof child === 'boolean') return '';
  if (Array.isArray(child)) return child.map(render).join('');
  if (typeof child !== 'object') return String(child);
  const attributes = Object.entries(child.props).map(([name, value]) => typeof value === 'function' ? '' : ` ${name}=${JSON.stringify(value)}`);
  return `<${child.tag}${attributes.join('')}>${render(child.children as Child[])}</${child.tag}>`;
}

const Item: Component<{ name: string; done?: boolean; onPick?: () => void }> = ({ name, done = false, children }) => (
  <li class={done ? 'done' : undefined} data-name={name || 'none'}>
    {name} {done && <b>done</b>}{!done && 'open'}
    {children}
  </li>
);

const Parts = { Header: ({ title }: { title: string }) => <h1>{title}</h1>, deep: { Footer: () => <footer /> } };
const Generic = <Value,>({ value, show = (v: Value) => String(v) }: { value: Value; show?: (v: Value) => string }) => <i>{show(value)}</i>;

class List {
  static empty = <p>nothing &amp; nobody &#x1F600;</p>;
  constructor(private readonly items: { name: string; done?: boolean }[]) {}
  render() {
    const { items } = this;
    if (items.length === 0) return List.empty;
    return (
      <ul {...{ id: 'list' }} hidden={items.length > 3} style={{ width: items.length || 1 }} onClick={() => items.pop()}>
        {/* a comment */}
        {items.map((item, index) => <Item key={index} {...item} onPick={() => item.name}>{index % 2 ? <em>odd</em> : null}</Item>)}
        <>
          <Parts.Header title="a 'quoted' title" />
          text over
          two lines{' '}
          <Parts.deep.Footer></Parts.deep.Footer>
        </>
        <Generic<number> value={3} /><Generic value="x" show={(v) => v + v} />
        {items.length > 1 ? <s>many</s> : <s>one</s>}{items.some((item) => item.done) ?? <q />}
        <svg:path xlink:href="#a" aria-label={`n ${items.length}`} />
      </ul>
    );
  }
}

const Never = () => <div>{unused()}</div>;
function unused() { return <p>{[1].map((n) => <a>{n}</a>)}</p>; }

export const runView = (): unknown => [new List([]), new List([{ name: 'a' }, { name: '', done: true }]), new List([{ name: 'b' }])].map((list) => render(list.render())).concat(typeof Never);
