const placeholder = "[secret]";

/** What a body gives a service to keep to itself: `plainPassword`. */
function secretsIn(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    typeof value === "string" && /(?:password|token|secret)$/i.test(name) ? [value] : secretsIn(value),
  );
}

/**
 * Makes a function that removes the credentials of these headers from a text, in every form in which a service could
 * echo them: the header's value, the part after its scheme, and the user and password inside Basic; and the passwords
 * that the body sets.
 */
export function redactor(headers: Record<string, string>, body?: unknown): (text: string) => string {
  const secrets = new Set<string>(secretsIn(body));
  for (const value of Object.values(headers)) {
    secrets.add(value);
    const [scheme, rest] = value.split(/ +/, 2);
    if (!rest) continue;
    secrets.add(rest);
    if (scheme?.toLowerCase() !== "basic") continue;
    const decoded = Buffer.from(rest, "base64").toString("utf8");
    secrets.add(decoded);
    secrets.add(decoded.slice(decoded.indexOf(":") + 1));
  }
  for (const secret of [...secrets]) {
    secrets.add(encodeURIComponent(secret));
    secrets.add(JSON.stringify(secret).slice(1, -1));
  }
  const ordered = [...secrets].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((result, secret) => result.replaceAll(secret, placeholder), text);
}
