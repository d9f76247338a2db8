import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The account every Unix has for programs that must own nothing. */
export const NOBODY = 65534;

export type Launch = {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
};

/**
 * PostgreSQL refuses to run as root. As root, start it as `nobody`; when a folder on the way is closed to others
 * (a checkout under /root, a fresh `mktemp -d`), let that one process keep the right to pass through, so that no
 * account is created and no permission of the user's folders is changed.
 */
export function unprivileged(command: string, args: readonly string[], folders: readonly string[]): Launch {
  if (process.getuid?.() !== 0) return { command, args };
  if (folders.every(openToOthers)) return { command, args, uid: NOBODY, gid: NOBODY };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync);
  if (setpriv === undefined) {
    throw new Error(
      `PostgreSQL will not run as root, and the account "nobody" may not enter ${folders.find((f) => !openToOthers(f))}. ` +
        'Run as an ordinary user, move the checkout to a folder others may enter, or set DATABASE_URL.',
    );
  }
  const caps = '+dac_override,+dac_read_search';
  const drop = [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    `--inh-caps=${caps}`,
    `--ambient-caps=${caps}`,
    // access(2) asks with these capabilities too; initdb looks for its neighbour that way.
    '--securebits=+no_setuid_fixup',
  ];
  return { command: setpriv, args: [...drop, command, ...args] };
}

function openToOthers(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && statSync(folder).isDirectory() && (statSync(folder).mode & 0o001) === 0) {
      if (statSync(folder).uid !== NOBODY) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/** True when this process may write below `folder` (or below its nearest existing parent). */
export function writable(folder: string): boolean {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
