/** A program that prints an invoice of all orders of the service at `API_URL`, and ends. */
import { discountOf } from '@shop/prices';

const response = await fetch(`${process.env.API_URL}/orders`);
const orders = await response.json();
if (orders.length === 0) console.log('no orders');
const total = orders.reduce((sum, { price }) => sum + price, 0);
console.log(`invoice: ${(total - discountOf(total)) / 100} euros`);
