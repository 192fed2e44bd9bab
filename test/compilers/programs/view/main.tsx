/** @jsx h */
/** @jsxFrag Fragment */
/** JSX as people write it: conditions, lists, spread attributes, fragments and handlers. */
import { Badge, type BadgeProps, Fragment, h, render } from './elements.js';

interface User {
  readonly name: string;
  readonly roles?: readonly string[];
  readonly isActive?: boolean;
}

const Role = ({ name, index = 0 }: { name: string; index?: number }) => (
  <li class={index % 2 ? 'odd' : 'even'}>{name || <i>none</i>}</li>
);

function Profile({ user, onSelect, ...rest }: { user: User; onSelect?: () => string; id?: string }) {
  if (user.name === 'hidden') return null;
  const badge: BadgeProps = { level: user.roles?.length ?? 0, ...(user.isActive && { color: 'green' }) };
  return (
    <section {...rest} title={onSelect?.() ?? 'untitled'}>
      {user.isActive ? <Badge {...badge} /> : user.roles ? <b>inactive</b> : <>no roles</>}
      {user.isActive && <span>active</span>}
      {user.roles?.map((name, index) => <Role name={name} index={index} />)}
      {(user.roles?.length ?? 0) > 1 && (
        <Fragment>
          many
          {`roles: ${user.roles!.length > 2 ? 'three' : 'two'}`}
        </Fragment>
      )}
    </section>
  );
}

class Page {
  private readonly users: User[] = [];
  add = (user: User) => void this.users.push(user);

  render() {
    const select = (name: string) => () => (name.length > 3 ? name : 'short');
    return (
      <ul>
        {this.users.map((user) => (
          <Profile user={user} onSelect={user.isActive ? select(user.name) : undefined} id={user.name} />
        ))}
        {this.users.length === 0 && <p>empty</p>}
      </ul>
    );
  }
}

const page = new Page();
console.log(render(page.render()));
page.add({ name: 'Ada', roles: ['admin', 'author', ''], isActive: true });
page.add({ name: 'Bob', roles: ['author', 'reader'] });
page.add({ name: 'hidden' });
page.add({ name: 'Dave', isActive: true });
page.add({ name: 'Eve' });
for (let count = 0; count < 2; count++) console.log(render(page.render()));
