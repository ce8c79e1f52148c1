/** The Teams app package: its manifest, made from the command registry, and the zip that an admin uploads. */
export { buildManifest, type Manifest, type Registration } from './manifest.ts';
export { packageOf } from './package.ts';
