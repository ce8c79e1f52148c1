/** What a person can do about an answer of Graph. */
import type { ProblemInput } from '../problems.ts';
import type { GraphError } from './graph.ts';
import { PERMISSIONS, type Permission, type Use } from './permissions.ts';

/** Permissions a use takes, as one sentence may name them. */
export function permissionWords(use: Use): string {
  const permissions: readonly Permission[] = PERMISSIONS[use];
  return permissions.map(({ name, resource }) => `${name} (${resource}, application)`).join(' and ');
}

export function graphProblem(error: GraphError): ProblemInput {
  const { message, requestId } = error;
  return {
    what: message,
    ...(requestId === null ? {} : { detail: `Microsoft's id of the request is ${requestId}.` }),
    todo: todoFor(error),
  };
}

function todoFor({ status, code, use }: GraphError): string[] {
  if (code === 'no-token' || status === 401) {
    return [
      'Check MAILTRAIL_GRAPH_TENANT_ID and MAILTRAIL_GRAPH_CLIENT_ID, and that the certificate or secret has not ended.',
      'Exports can be analysed without: drop one here, or write analyze.',
    ];
  }
  if (status === 403) {
    return [
      ...(use === null ? [] : [`This needs ${permissionWords(use)}, with admin consent.`]),
      'What was consented to a moment ago may take some minutes to count.',
    ];
  }
  if (status === 429) return ['Try again in some minutes: Microsoft allows only so many requests in a time.'];
  if (status === 404) return ['Check what you named: it may be misspelt, deleted or of another tenant.'];
  if (code === 'too-large') return ['Ask for less at once, for example a shorter time.'];
  if (status >= 400 && status < 500) {
    return ['Check what you named. If it is right, tell the person who runs Mailtrail.'];
  }
  return [
    'Try again in some minutes.',
    'If it happens again, look into the service health of Microsoft 365, and into the log in the data folder.',
  ];
}

/** True for what nobody here can put right by settings or waiting. */
export function isGraphFault({ status, code }: GraphError): boolean {
  return ['malformed', 'foreign-page'].includes(code) || status === 400;
}
