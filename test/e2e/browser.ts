/** Chromium as a person's window on the Playground; it reaches nothing but this computer. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Locator, type Page } from 'playwright-core';

const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Playground itself asks for its font there; that is refused like anything else. */
const FONTS = 'res-1.cdn.office.net';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasChromium = existsSync(CHROMIUM);

export interface Chat {
  page: Page;
  /** hosts asked for beyond this computer, the Playground's own font aside; each was refused */
  foreign: Set<string>;
  /** the newest message of the bot */
  newest(): Locator;
  say(text: string): Promise<void>;
  /** of one card, by itself the newest */
  screenshot(name: string, card?: Locator): Promise<void>;
  close(): Promise<void>;
}

export async function openChat(url: string): Promise<Chat> {
  await mkdir(SCREENSHOTS, { recursive: true });
  const profile = await mkdtemp(join(tmpdir(), 'mailtrail-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: FLAGS,
    // Tall, so that a whole card is in view: what is scrolled away is on no screenshot.
    viewport: { width: 1280, height: 2600 },
  });
  const foreign = new Set<string>();
  await context.route('**/*', (route) => {
    const { hostname, protocol } = new URL(route.request().url());
    const here = hostname === '127.0.0.1' || hostname === 'localhost' || protocol === 'file:';
    if (here) return route.continue();
    if (hostname !== FONTS) foreign.add(hostname);
    return route.abort();
  });
  const page = await context.newPage();
  await page.goto(url);
  return {
    page,
    foreign,
    newest: () => page.locator('.ac-adaptiveCard').last(),
    async say(text) {
      await page.locator('[contenteditable=true]').first().fill(text);
      await page.locator('[aria-label="Send Message"]').first().click();
    },
    async screenshot(name, card = page.locator('.ac-adaptiveCard').last()) {
      await card.scrollIntoViewIfNeeded();
      await card.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
