/** Watches a program by one event stream of its agent, as the server of the live page does. */
import { openAgentEvents } from '../../src/agent/peers/agent-client.js';
import { answerWatchOrders } from './watching.js';

const PATH = '/v1/cover/events?process=self&interval=250';

answerWatchOrders(async ({ socket }, onMessage) => {
  for await (const data of openAgentEvents(socket, PATH, new AbortController().signal)) {
    JSON.parse(data);
    onMessage();
  }
});
