/** Signing in as an application: certificate, managed identity or secret, by Azure's own library. */
import { readFileSync } from 'node:fs';
import type { TokenCredential, TokenCredentialOptions } from '@azure/identity';
import { ConfigError } from '../settings.ts';
import { plain } from './answer.ts';
import { GraphError } from './graph.ts';
import type { GraphConfig } from './settings.ts';

export type GetToken = (scope: string, signal?: AbortSignal) => Promise<string>;

/**
 * Tokens are kept by the library until shortly before they end.
 * @param login where the cloud signs in
 * @param options of the library; tests give it another HTTP client
 * @throws ConfigError when the certificate is not there or not whole
 */
export async function createCredential(
  config: GraphConfig,
  login: string,
  options: TokenCredentialOptions = {},
): Promise<GetToken> {
  const credential = await credentialOf(config, { ...options, authorityHost: login });
  return async (scope, signal) => {
    try {
      return (
        (await credential.getToken(scope, { abortSignal: signal }))?.token ?? refuse('no token came back')
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof GraphError) throw error;
      return refuse(plain(error instanceof Error ? error.message : String(error)), error);
    }
  };
}

async function credentialOf(
  { tenantId, clientId, credential }: GraphConfig,
  options: TokenCredentialOptions,
): Promise<TokenCredential> {
  // Only now: it is large, and without settings nobody needs it.
  const azure = await import('@azure/identity');
  if (credential.kind === 'secret') {
    return new azure.ClientSecretCredential(tenantId, clientId, credential.secret, options);
  }
  if (credential.kind === 'managed-identity') {
    // A system-assigned identity has no other name than the machine it belongs to.
    const which = credential.assigned === 'user' ? { clientId } : {};
    return new azure.ManagedIdentityCredential({ ...options, ...which });
  }
  checkCertificate(credential.path);
  return new azure.ClientCertificateCredential(
    tenantId,
    clientId,
    { certificatePath: credential.path },
    options,
  );
}

function checkCertificate(path: string): void {
  const text = readOrNull(path);
  const wanted = 'a PEM file with the certificate and its private key';
  if (text === null) {
    throw new ConfigError(
      `MAILTRAIL_GRAPH_CERTIFICATE: "${path}" cannot be read; write the path of ${wanted}`,
    );
  }
  for (const part of ['CERTIFICATE', 'PRIVATE KEY']) {
    if (!new RegExp(`-----BEGIN ([A-Z]+ )*${part}-----`).test(text)) {
      throw new ConfigError(
        `MAILTRAIL_GRAPH_CERTIFICATE: "${path}" holds no ${part.toLowerCase()}; it must be ${wanted}`,
      );
    }
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function refuse(why: string, cause?: unknown): never {
  throw new GraphError(`Mailtrail could not sign in to the tenant: ${why}`, 0, 'no-token', null, null, {
    cause,
  });
}
