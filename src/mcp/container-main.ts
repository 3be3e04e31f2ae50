import { chosenClient } from './choose-client.js';
import { LOCALE_VARIABLE } from '../sidecar/configured-locale.js';
import { chooseLocale } from '../text/locale/choose.js';
import { keepOutputClean } from '../text/clean-output.js';
import { textsIn } from '../text/texts.js';
import { serveMcp } from './serve.js';

// The program that runs in an agent's container. It holds no secret: who asks, the host knows. The language of the
// operator comes with the container's environment.
keepOutputClean();
const { env } = process;
await serveMcp(chosenClient({ env }), textsIn(chooseLocale({ configured: env[LOCALE_VARIABLE], env })));
