import { chosenClient } from './choose-client.js';
import { serveMcp } from './serve.js';

// The program that runs in an agent's container. It holds no secret: who asks, the host knows.
await serveMcp(chosenClient({ env: process.env }));
