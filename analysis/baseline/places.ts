/** Parts of SQL by which several tables of the baseline tell places and programs. */

/** Kinds of network whose addresses are nobody's home or office. */
export const NO_HOME = "('carrier', 'relay', 'front-end', 'microsoft', 'vpn', 'hosting')";

/** Contexts c of mail programs that people hold in their hands; Apple Mail and Outlook for Mac ask as services do, under their makers' ids. */
export const IN_HAND =
  "(c.user_facing OR (c.protocol = 'ews' AND c.tier IN ('first-party', 'first-party-abusable', 'third-party-known')))";
