/** The door to Teams: the only folder that knows its SDK. */
export { Adapter } from './adapter.ts';
export { createDelivery } from './delivery.ts';
export { download } from './files.ts';
export { createRoster } from './roster.ts';
export { createSender } from './sender.ts';
export { type Server, startServer } from './server.ts';
export { upload } from './upload.ts';
