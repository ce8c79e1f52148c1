/** The bot: everything that talks to people, put together. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Engine } from '../analysis/engine/engine.ts';
import packageJson from '../package.json' with { type: 'json' };
import {
  type Access,
  createAccess,
  createConfirmations,
  createRedactor,
  groupRoles,
  listedRoles,
  localRoles,
  type Needs,
  Refusal,
  type RoleSource,
  watchAccounts,
} from './access/index.ts';
import { loadActions } from './actions/index.ts';
import { createAlerts, type StormLimit } from './alerts/index.ts';
import { createAsked } from './asked.ts';
import { type AuditTrail, openAuditTrail } from './audit/index.ts';
import { loadCommands } from './commands/index.ts';
import type { Config } from './config.ts';
import { keepEngine } from './engine.ts';
import { memberGroups } from './graph/groups.ts';
import { handleTurn } from './handle-turn.ts';
import { createJobs, type OfferedExport } from './jobs/index.ts';
import { watchInbox } from './live/inbox.ts';
import { createLive, type Tenant } from './live/index.ts';
import { fetchShared } from './live/posted-files.ts';
import type { WatchOptions } from './live/watch/index.ts';
import { createMetrics } from './metrics.ts';
import { watchReadiness } from './readiness.ts';
import type { Services } from './services.ts';
import type { Store } from './store/index.ts';
import {
  Adapter,
  createDelivery,
  createRoster,
  createSender,
  download,
  startServer,
  upload,
} from './teams/index.ts';
import type { Caller, Place } from './turn.ts';
import { createUploads } from './uploads.ts';
import { watchCounts } from './work/counts.ts';
import { createWork } from './work/index.ts';

export interface BotParts {
  config: Config;
  log: Logger;
  store: Store;
  /** called at start and whenever the engine has stopped */
  startEngine(): Promise<Engine>;
  writeSample(path: string, signal: AbortSignal): Promise<void>;
  /** the tenant to work on besides exports; default none */
  tenant?: Tenant | null;
  /** milliseconds; shorter in tests */
  timing?: {
    progressPause?: number;
    firstRetry?: number;
    answerWithin?: number;
    /** of alerts: between sends, and between looks at the clock */
    alertPause?: number;
    tick?: number;
    /** how long a send may take */
    deliverWithin?: number;
    /** between looks into the inbox folder */
    inboxPause?: number;
    watch?: WatchOptions['timing'];
  };
  /** fewer or more messages of their own before findings become a list; for tests */
  storm?: StormLimit;
  now?: () => Date;
}

export interface Bot {
  port: number;
  /** Stops jobs and engine, says so on their cards, and closes the door; once, however often it is called. */
  close(): Promise<void>;
}

/** @throws Error when the port is taken */
export async function startBot({
  config,
  log,
  store,
  startEngine,
  writeSample,
  tenant = null,
  timing = {},
  storm,
  now,
}: BotParts): Promise<Bot> {
  const local = config.app === null;
  const onFault = (error: unknown, doing: string) => log.error({ err: error, doing }, 'fault');
  const metrics = createMetrics(packageJson.version);
  const work = createWork(store);
  const kept = keepEngine(startEngine, () => {
    log.warn('the engine stopped; the next request starts it again');
    metrics.engineStopped();
  });
  const { accounts, engine: quietEngine } = watchAccounts({
    engine: watchCounts(kept, work, (error) => onFault(error, 'keeping counts')),
    letIn: (caseId) => work.of(caseId).overrides,
  });
  const adapter = new Adapter(config.app);
  const sender = createSender(adapter, config, { firstPause: timing.firstRetry });
  const roster = createRoster(adapter, config);
  const trail = await openAuditTrail(config.dataFolder);
  const audit: AuditTrail = {
    ...trail,
    append(deed) {
      if (deed.outcome === 'refused') metrics.refused('person');
      return trail.append(deed);
    },
  };
  const access = createAccess({
    // In local mode nobody else can be there.
    tenants: local ? null : config.tenants,
    roles: local ? localRoles : rolesFrom(config, tenant),
    roster,
    accounts,
    workOf: work.of,
  });
  const redactor = createRedactor(store.read().redactionKey);
  const alerts = createAlerts({
    engine: quietEngine,
    store,
    work,
    redactor,
    delivery: createDelivery(adapter, config, timing.deliverWithin),
    audit,
    whyNot: (by, place, caseId) => whyNot(access, by, place, caseId),
    onFault,
    now,
    storm,
    timing: { pause: timing.alertPause, firstRetry: timing.firstRetry, tick: timing.tick },
  });
  // Whatever changes a case through it is told to who asked for it.
  const engine = alerts.watching(quietEngine);
  const offers = createAsked<OfferedExport>();
  const rules = { local, largestFile: config.largestFile };
  async function onMade(
    caseId: string,
    by: Caller,
    { scope, conversationId, tenantId }: Place,
  ): Promise<void> {
    await work.created(caseId, by);
    const where = { scope, conversationId, tenantId };
    await audit.append({ by, what: 'new case', words: null, caseId, where, outcome: 'allowed', why: null });
  }
  const jobs = createJobs({
    engine,
    accounts,
    roster,
    sender,
    store,
    onMade,
    fetching: {
      download: (file, path, signal, onBytes) =>
        file.shared
          ? fetchShared(tenant, file, path, config.largestFile, signal)
          : download(file, path, rules, signal, onBytes),
      writeSample,
      workFolder: join(config.dataFolder, 'work'),
    },
    local,
    offers,
    onFault,
    onEnd: metrics.jobEnded,
    pause: timing.progressPause,
  });
  metrics.watchJobs(jobs.load);
  const live = createLive(
    tenant === null
      ? { tenant }
      : {
          tenant,
          engine,
          store,
          audit,
          sender,
          onMade,
          onFault,
          now,
          dataFolder: config.dataFolder,
          watch: { tell: alerts.watchTrouble, timing: timing.watch },
          coverage: {
            redactor,
            local,
            tick: timing.tick,
            whyNot: (by, place) => whyNotTold(access, by, place),
          },
        },
  );
  const services: Services = {
    engine,
    store,
    jobs,
    work,
    audit,
    confirmations: createConfirmations(store),
    accounts,
    roster,
    alerts,
    commands: await loadCommands(),
    uploads: createUploads(
      (file, path, most, signal) =>
        download(file, path, { local, largestFile: most }, signal, () => undefined),
      join(config.dataFolder, 'work'),
    ),
    asked: createAsked(),
    offers,
    live,
    local,
    readableFolders: [config.workingFolder, config.inboxFolder],
    version: packageJson.version,
    dataFolder: config.dataFolder,
  };
  const actions = await loadActions();
  // So that the first question does not wait for a process to start, and a broken engine is in the log at once.
  engine.cases().catch((error) => onFault(error, 'starting the engine'));
  const server = await startServer({
    config,
    adapter,
    tools: { sender, jobs, upload: (path, target) => upload(path, target, local) },
    health: { metrics, readiness: watchReadiness({ engine, dataFolder: config.dataFolder }) },
    handle(turn) {
      metrics.turn(turn.kind);
      return handleTurn(turn, {
        services,
        actions,
        access,
        redactor,
        onFault,
      });
    },
    log,
    answerWithin: timing.answerWithin,
  });
  const inbox = watchInbox({
    folder: config.inboxFolder,
    engine,
    store,
    audit,
    largestFile: config.largestFile,
    onChanged: alerts.inboxChanged,
    onFault,
    now,
    pause: timing.inboxPause,
  });
  // Not waited for: people are answered meanwhile.
  alerts.start().catch((error) => onFault(error, 'taking up alerts'));
  jobs.settle().catch((error) => onFault(error, 'settling stopped jobs'));
  live.start().catch((error) => onFault(error, 'taking up work on the tenant'));
  async function stop(): Promise<void> {
    await Promise.all([jobs.close(), inbox.close(), live.close()]);
    await server.close();
    await alerts.close();
    await engine.close();
    await audit.close();
    await store.close();
  }
  let stopping: Promise<void> | null = null;
  return {
    port: server.port,
    close() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** @throws Error when roles hang on groups that nobody can ask for */
function rolesFrom({ roles, roleGroups: groups }: Config, tenant: Tenant | null): RoleSource {
  const listed = listedRoles(roles);
  if (groups.size === 0) return listed;
  if (tenant === null) throw new Error('Roles by group need a tenant to ask');
  return groupRoles({ listed, groups, memberGroups: (id, ids) => memberGroups(tenant.graph, id, ids) });
}

/** Whether somebody may still see a case where they asked to be told of it: null, or why not. */
function whyNot(access: Access, by: Caller, place: Place, caseId: string): Promise<string | null> {
  const needs: Needs = { role: 'viewer', scopes: [place.scope], about: 'case' };
  return refusalOf(async () => access.enterCase(await access.admit(by, place, needs), needs, caseId));
}

/** The same of what is about the tenant. */
function whyNotTold(access: Access, by: Caller, place: Place): Promise<string | null> {
  const needs: Needs = { role: 'responder', scopes: [place.scope], about: 'nothing' };
  return refusalOf(async () => access.needRole(await access.admit(by, place, needs), needs));
}

async function refusalOf(entering: () => Promise<unknown>): Promise<string | null> {
  try {
    await entering();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.why;
    throw error;
  }
}
