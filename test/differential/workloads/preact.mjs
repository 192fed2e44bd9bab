// Renders components into the few parts of a document that preact uses.
export default async function (preact, hooks, compat) {
  const { h, Component, Fragment, render, createContext, createRef } = preact;
  const scheduled = [];
  preact.options.debounceRendering = (run) => scheduled.push(run);
  const flush = () => {
    while (scheduled.length > 0) scheduled.shift()();
  };
  globalThis.requestAnimationFrame = (run) => scheduled.push(run);
  globalThis.cancelAnimationFrame = () => {};
  const document = makeDocument();
  globalThis.document = document;

  const log = [];
  const Theme = createContext('light');
  const ref = createRef();

  class Counter extends Component {
    state = { count: 0 };
    static getDerivedStateFromProps({ step }, { count }) {
      return count > 100 ? { count: step } : null;
    }
    shouldComponentUpdate(props, state) {
      return state.count !== 2 || props.step > 1;
    }
    componentDidMount() {
      log.push('mounted');
    }
    componentDidUpdate(_props, state) {
      log.push(['updated', state.count]);
    }
    componentWillUnmount() {
      log.push('unmounted');
    }
    render({ step, children }, { count }) {
      return h(
        'button',
        {
          onClick: () => this.setState({ count: count + step }),
          class: `c${count}`,
          style: { width: count, color: 'red' },
          ref,
        },
        count,
        ' ',
        children,
      );
    }
  }

  class Boundary extends Component {
    componentDidCatch(error) {
      this.setState({ error });
    }
    render({ children }, { error }) {
      return error ? h('em', null, error.message) : children;
    }
  }

  const Thrower = ({ now }) => {
    if (now) throw new Error('thrown');
    return 'calm';
  };

  function Hooked({ start }) {
    const [value, setValue] = hooks.useState(() => start);
    const [total, dispatch] = hooks.useReducer((sum, by) => sum + by, 0);
    const theme = hooks.useContext(Theme);
    const doubled = hooks.useMemo(() => value * 2, [value]);
    const id = hooks.useId();
    const latest = hooks.useRef(0);
    const act = hooks.useCallback(() => {
      setValue((old) => old + 1);
      dispatch(5);
    }, []);
    hooks.useEffect(() => {
      latest.current = value;
      log.push(['effect', value]);
      return () => log.push(['clean', value]);
    }, [value]);
    hooks.useLayoutEffect(() => void log.push('layout'), []);
    return h('p', { id, onClick: act, 'data-theme': theme, hidden: value > 5 }, doubled, '/', total);
  }

  const Memo = compat.memo(({ text }) => {
    log.push(['memo', text]);
    return h('b', null, text);
  });
  const Forward = compat.forwardRef((props, given) => h('input', { ...props, ref: given, value: 'v' }));

  const view = (step, order, now = false) =>
    h(
      Theme.Provider,
      { value: step > 1 ? 'dark' : 'light' },
      h(
        Fragment,
        null,
        h(Counter, { step, key: 'counter' }, h('i', { dangerouslySetInnerHTML: { __html: '<u>x</u>' } })),
        h(
          'ul',
          null,
          order.map((name) => h('li', { key: name, title: name }, name)),
        ),
        h('svg', { viewBox: '0 0 1 1' }, h('path', { d: 'M0' })),
        h(Boundary, null, h(Thrower, { now })),
        h(Hooked, { start: 1 }),
        h(Memo, { text: 'same' }),
        h(Forward, { disabled: order.length > 3 }),
        null,
        false,
        'text',
        5,
        [h('s'), [h('q')]],
        compat.createPortal(h('small', null, 'portal'), document.body),
      ),
    );

  const root = document.createElement('main');
  const shots = [];
  const shoot = () => {
    flush();
    shots.push(root.toString());
  };
  for (const [step, order, now] of [
    [1, ['a', 'b', 'c']],
    [2, ['c', 'a', 'd', 'b']],
    [1, [], true],
    [3, ['b', 'z', 'y', 'x', 'a']],
  ]) {
    render(view(step, order, now), root);
    shoot();
    for (const target of root.all().filter((node) => node.listeners.click))
      target.dispatch({ type: 'click' });
    shoot();
  }
  const clone = preact.cloneElement(h('a', { href: '/', key: 1 }, 'x'), { title: 't' }, 'y', 'z');
  shots.push([
    clone.props,
    preact.isValidElement(clone),
    preact.toChildArray([1, [null, 'a']]).length,
    compat.Children.count([1, 2]),
    ref.current?.localName,
  ]);
  render(null, root);
  shoot();
  return [shots, log];
}

function makeDocument() {
  class Node {
    childNodes = [];
    attributes = [];
    listeners = {};
    parentNode = null;
    constructor(name, namespace) {
      this.localName = this.nodeName = name;
      this.namespaceURI = namespace;
      this.nodeType = name === '#text' ? 3 : 1;
      this.style = {
        setProperty(key, value) {
          this[key] = value;
        },
        cssText: '',
      };
      this.ownerDocument = document;
    }
    get firstChild() {
      return this.childNodes[0] ?? null;
    }
    get nextSibling() {
      return this.parentNode?.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null;
    }
    insertBefore(node, before) {
      node.remove();
      const index = before ? this.childNodes.indexOf(before) : this.childNodes.length;
      this.childNodes.splice(index, 0, node);
      node.parentNode = this;
      return node;
    }
    appendChild(node) {
      return this.insertBefore(node, null);
    }
    removeChild(node) {
      node.remove();
      return node;
    }
    remove() {
      if (this.parentNode) this.parentNode.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
      this.parentNode = null;
    }
    contains(node) {
      return node === this || this.childNodes.some((child) => child.contains(node));
    }
    setAttribute(name, value) {
      this[`@${name}`] = String(value);
    }
    removeAttribute(name) {
      delete this[`@${name}`];
    }
    addEventListener(type, listener) {
      this.listeners[type] = listener;
    }
    removeEventListener(type) {
      delete this.listeners[type];
    }
    dispatch(event) {
      this.listeners[event.type].call(this, event);
    }
    all() {
      return [this, ...this.childNodes.flatMap((child) => child.all())];
    }
    toString() {
      if (this.nodeType === 3) return String(this.data);
      const attributes = Object.keys(this)
        .filter((key) => key.startsWith('@'))
        .map((key) => ` ${key.slice(1)}=${this[key]}`);
      return `<${this.localName}${attributes.join('')}>${this.innerHTML ?? ''}${this.childNodes.join('')}</${this.localName}>`;
    }
  }
  const document = {
    createElement: (name) => new Node(name),
    createElementNS: (namespace, name) => new Node(name, namespace),
    createTextNode: (data) => Object.assign(new Node('#text'), { data }),
  };
  document.body = document.createElement('body');
  return document;
}
