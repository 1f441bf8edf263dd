/** Whose account was connected a moment ago, for the page that is shown next; never part of an address. */
let latest: { id: string; person: string } | null = null;

export const noteConnected = (id: string, person: string): void => {
  latest = { id, person };
};

/** As whom the service knows the person; null: this account was not connected just now. Told once. */
export function takeConnected(id: string | undefined): string | null {
  const person = latest?.id === id ? latest?.person : undefined;
  latest = null;
  return person ?? null;
}
