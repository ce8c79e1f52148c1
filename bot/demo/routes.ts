/** Which route a request goes to. Paths are written as the OpenAPI file writes them. */
import type { DemoRoute } from './service.ts';

export interface Route extends DemoRoute {
  pattern: RegExp;
  /** what is in braces, in order */
  names: string[];
}

export interface Found {
  route: Route;
  params: Record<string, string>;
}

export function routeOf(route: DemoRoute): Route {
  const names: string[] = [];
  const pattern = route.path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part.slice(1, -1));
      return '([^/]+?)';
    })
    .join('');
  return { ...route, pattern: new RegExp(`^${pattern}$`), names };
}

/** The route with the most fixed letters wins: /users/{id}/messages before /users/{rest}. */
export function findRoute(routes: readonly Route[], method: string, url: string): Found | null {
  const path = url.split('?')[0] ?? '';
  let best: Found | null = null;
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match === null) continue;
    if (best !== null && fixedLetters(best.route) >= fixedLetters(route)) continue;
    best = { route, params: paramsOf(route, match) };
  }
  return best;
}

function paramsOf({ names }: Route, match: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, decoded(match[index + 1] ?? '')]));
}

function fixedLetters({ path }: Route): number {
  return path.replace(/\{[^}]+\}/g, '').length;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
