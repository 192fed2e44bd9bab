/** Orders one item from the service that `ORDERS` names, and prints a line of an invoice. */
const [, , item] = process.argv;
const answer = await fetch(`${process.env.ORDERS}/?item=${item}&count=1`);
const text = await answer.text();
if (answer.ok) console.log(`${item} ${(Number(text) / 100).toFixed(2)}`);
else fail(text);

function fail(reason) {
  console.error(`cannot order: ${reason}`);
  process.exitCode = 1;
}
