/** Classes with fields, private members, static blocks, accessors and inheritance. */
const log = [];
const note = (value) => {
  log.push(value);
  return value;
};

class Account {
  static #created = 0;
  static names = [];
  static limit = Account.names.length ? note('never') : note('limit') && 100;
  static describe = (account) => (account.balance > 50 ? 'rich' : account.balance ? 'some' : 'empty');

  static {
    for (const name of ['a', 'b', 'c']) {
      if (name === 'b') continue;
      this.names.push(name);
    }
  }

  #balance = 0;
  owner;
  history = [note('start')];
  onChange = (value) => {
    if (value > 10) this.history.push(value);
    return this;
  };
  ['computed' + 1] = this.history.length > 1 ? 'no' : 'yes';

  constructor(owner = 'nobody', balance) {
    this.owner = owner;
    if (balance) this.#balance = balance;
    Account.#created++;
  }

  static get created() {
    return Account.#created;
  }

  static is(value) {
    return value !== null && typeof value === 'object' && #balance in value;
  }

  get balance() {
    return this.#balance;
  }

  set balance(value) {
    if (value < 0) throw new RangeError('negative');
    this.#balance = value > Account.limit ? Account.limit : value;
    this.onChange(value);
  }

  #fee(amount) {
    return amount > 5 ? 1 : 0;
  }

  withdraw(amount = 1) {
    const fee = this.#fee(amount);
    if (amount + fee > this.#balance) return false;
    this.#balance -= amount + fee;
    this.#balance ||= 0;
    return true;
  }

  toString() {
    return `${this.owner}: ${this.#balance}`;
  }
}

class Savings extends Account {
  rate = note(0.5);
  static #secret = note('secret');

  constructor(...args) {
    super(...args);
    if (new.target !== Savings) note('derived');
  }

  withdraw(amount) {
    if (amount === 3) return note('refused');
    return super.withdraw(amount) && amount > 1;
  }

  static reveal() {
    return this.#secret ?? 'none';
  }
}

class Junior extends Savings {}

const Anonymous = class {
  static count = 0;
  next() {
    return ++Anonymous.count > 2 ? 'over' : 'under';
  }
  unused() {
    return 'unused';
  }
};

const mixin = (Base) =>
  class extends Base {
    shout(text) {
      return text?.toUpperCase() ?? 'SILENCE';
    }
  };

const accounts = [new Account(), new Account('Ada', 20), new Savings('Bob', 7), new Junior('Cy'), new Junior('Di', 60)];
for (const account of accounts) {
  for (const amount of [1, 3, 6]) note(account.withdraw(amount));
  account.withdraw();
}
for (const value of [5, 11, 200, -1]) {
  try {
    accounts[1].balance = value;
    accounts[3].balance = value;
  } catch ({ message }) {
    note(message);
  }
}
const anonymous = new Anonymous();
const loud = new (mixin(Anonymous))();

console.log(accounts.map(String), accounts.map(Account.describe), Account.created, Account.names, Account.limit);
console.log([accounts[0], accounts[4], {}, null, 1].map((value) => Account.is(value)), Savings.reveal());
console.log([1, 2, 3, 4].map(() => anonymous.next()), loud.shout('hey'), loud.shout(), loud.shout(null));
console.log(accounts[0].computed1, accounts.map(({ history }) => history.length), log.length, log.join());
