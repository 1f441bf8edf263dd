/** Scheme, host (`*.` in front: all below it), port and the beginning of the path, as in `https://*.example.com/kimai`. */
export function matchesAddress(pattern: string, address: string): boolean {
  const wanted = addressPattern(pattern);
  if (!wanted || !URL.canParse(address)) return false;
  const { protocol, hostname, port, pathname, username, password } = new URL(address);
  if (username || password || protocol !== wanted.protocol || port !== wanted.port) return false;
  const isHost = wanted.below ? hostname.endsWith(`.${wanted.hostname}`) : hostname === wanted.hostname;
  return isHost && (pathname === wanted.path || `${pathname}/`.startsWith(`${wanted.path}/`));
}

/** null: it is none. */
export function addressPattern(pattern: string) {
  const found = /^(https?):\/\/(\*\.)?([^*]+)$/.exec(pattern);
  if (!found?.[3] || !URL.canParse(`${found[1]}://${found[3]}`)) return null;
  const { protocol, hostname, port, pathname, username, password, search, hash } = new URL(`${found[1]}://${found[3]}`);
  if (username || password || search || hash) return null;
  return { protocol, hostname, port, path: pathname.replace(/\/+$/, ""), below: found[2] !== undefined };
}
