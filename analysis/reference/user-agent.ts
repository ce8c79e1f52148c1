/**
 * Operating system, browser and device of a user agent, as families without versions: what tells two
 * people's machines apart survives an update. Ordered rules over a bounded text, first match wins.
 */

export interface Device {
  os: string | null;
  browser: string | null;
  device: string | null;
}

type Rule = readonly [name: string, marks: readonly string[]];

// Outlook mobile's oldest name says both systems; it tells nothing.
const UNTOLD = 'outlook-ios-android';

const OS_RULES: readonly Rule[] = [
  ['iOS', ['iphone', 'ipad', 'ipod', 'outlook-ios', 'apple-ip', 'cfnetwork']],
  ['Android', ['android']],
  ['ChromeOS', ['cros ']],
  ['Windows', ['windows nt', 'windows mobile', 'microsoft winrm', 'win64']],
  ['macOS', ['macintosh', 'mac os x', 'macoutlook', 'macos']],
  ['Linux', ['linux', 'x11;']],
];

// Chromium browsers name Chrome too, and all of them name Safari: the most particular comes first.
const BROWSER_RULES: readonly Rule[] = [
  ['Edge', ['edg/', 'edga/', 'edgios/', 'edge/']],
  ['Opera', ['opr/', 'opera/', 'opios/']],
  ['Samsung Internet', ['samsungbrowser/']],
  ['Vivaldi', ['vivaldi/']],
  ['Yandex', ['yabrowser/']],
  ['Internet Explorer', ['trident/', 'msie ']],
  ['Headless Chrome', ['headlesschrome/']],
  ['Firefox', ['firefox/', 'fxios/']],
  ['Chrome', ['chrome/', 'crios/', 'chromium/']],
  ['Safari', ['safari/']],
];

const DEVICE_RULES: readonly Rule[] = [
  ['iPhone', ['iphone']],
  ['iPad', ['ipad']],
  ['iPod', ['ipod']],
];

/** @param userAgent as the client sent it; only its first 512 characters are read */
export function readUserAgent(userAgent: string | null): Device {
  if (userAgent === null) return { os: null, browser: null, device: null };
  const text = userAgent.slice(0, 512).toLowerCase();
  const os = text.includes(UNTOLD) ? null : first(OS_RULES, text);
  return {
    os,
    browser: text.startsWith('mozilla/') ? first(BROWSER_RULES, text) : null,
    device: first(DEVICE_RULES, text) ?? kindOfDevice(os, text),
  };
}

function first(rules: readonly Rule[], text: string): string | null {
  return rules.find(([, marks]) => marks.some((mark) => text.includes(mark)))?.[0] ?? null;
}

function kindOfDevice(os: string | null, text: string): string | null {
  if (os === 'Android') return text.includes('mobile') || !text.startsWith('mozilla/') ? 'phone' : 'tablet';
  return os === null || os === 'iOS' ? null : 'computer';
}
