/** The demo tenant: fakes of Microsoft's services over real HTTP, and the real Graph client that asks them. */
import { loadFolder } from '../../analysis/load-folder.ts';
import { createGraph, type GraphOptions } from '../graph/client.ts';
import type { Tenant } from '../live/tenant.ts';
import { HTTP_FAULTS } from './http-faults.ts';
import { routeOf } from './routes.ts';
import { type DemoLogged, serveDemo } from './server.ts';
import type { DemoService, MakeService, World } from './service.ts';

export type { DemoLogged } from './server.ts';
export { makeWorld, type SimulatedWorld, type WorldOptions } from './world.ts';

export interface DemoTenant<W extends World = World> {
  /** http://127.0.0.1:port */
  root: string;
  /** the real client, signed in to it */
  tenant: Tenant;
  /** in order; may be emptied */
  requests: DemoLogged[];
  world: W;
  /** every fault that may be set, with what it does */
  faults: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface DemoOptions<W extends World> {
  world: W;
  /** default any */
  port?: number;
  /** default: the requests of the whole run are kept, with what was answered */
  keepRequests?: boolean;
  /** of the client: tests turn its clock and shorten its pauses */
  graph?: Pick<GraphOptions, 'clock' | 'firstPause'>;
}

/** As Mailtrail's registration in every demo tenant. */
const DEMO_APP_ID = 'de300000-0000-4000-8000-00000000de30';

/** @throws Error when two services answer the same call, set the same fault, or the port is taken */
export async function startDemoTenant<W extends World>(options: DemoOptions<W>): Promise<DemoTenant<W>> {
  const { world, keepRequests = true } = options;
  const services = await makeServices(world);
  const requests: DemoLogged[] = [];
  const routes = services.flatMap(({ routes }) => routes.map(routeOf));
  const server = await serveDemo(
    world,
    routes,
    (logged) => {
      if (keepRequests) requests.push(logged);
    },
    options.port,
  );
  return {
    root: server.root,
    tenant: demoTenant(server.root, world.tenantId, options.graph),
    requests,
    world,
    faults: Object.assign({}, HTTP_FAULTS, ...services.map(({ faults }) => faults)),
    close: server.close,
  };
}

/** A tenant whose services all are at `root`, whoever started them. */
export function demoTenant(
  root: string,
  tenantId: string,
  graph: Pick<GraphOptions, 'clock' | 'firstPause'> = {},
): Tenant {
  const token = async () => 'demo';
  return {
    id: tenantId.toLowerCase(),
    appId: DEMO_APP_ID,
    cloud: {
      name: 'demo',
      graph: root,
      login: root,
      management: `${root}/management`,
      exchange: `${root}/exchange`,
      auditQueries: true,
    },
    graph: createGraph({ root, token, ...graph }),
    token,
    exchangeAdmin: true,
  };
}

async function makeServices(world: World): Promise<DemoService[]> {
  const found = await loadFolder(
    new URL('./services/', import.meta.url),
    (module) => module.service as MakeService | undefined,
  );
  const services = found.map(({ unit }) => unit(world));
  for (const names of [
    services.flatMap(({ routes }) => routes.map(({ method, path }) => `${method} ${path}`)),
    [...Object.keys(HTTP_FAULTS), ...services.flatMap(({ faults }) => Object.keys(faults))],
  ]) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`Two services of the demo tenant have ${twice}`);
  }
  return services;
}
