/** Node loads this module into its hooks thread when the app registers hooks of its own. */
import { runDeferredPreloads } from './deferred-preloads.js';

runDeferredPreloads();
