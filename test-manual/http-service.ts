/** Runs the example service in a window: MANUAL_INTEGRATION=1 npm run cover:manual */
import { testMain } from 'covermain/harness';

testMain(() => import('../examples/http-service/src/main.js'), { title: 'http-service' });
