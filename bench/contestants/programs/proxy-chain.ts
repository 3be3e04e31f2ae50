// proxy-chain as it comes: no credentials, nothing set.
import { Server } from 'proxy-chain';

process.on('disconnect', () => process.exit(0));
const server = new Server({ host: '127.0.0.1', port: 0 });
await server.listen();
process.send?.({ port: server.port });
