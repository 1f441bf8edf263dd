import type { Endpoint } from "#team/api/router";

interface Call {
  /** `PUT /api/accounts/:id/permissions id`: method, pattern, and what its names stand for. */
  address: string;
  body?: unknown;
  query?: string;
  /** Where an export is written. */
  response?: unknown;
}

/** Calls an address as the router does once it knows who is signed in. */
export async function callEndpoint<Answer>(
  endpoints: readonly Endpoint[],
  person: { id: string },
  { address, body, query = "", response }: Call,
): Promise<Answer> {
  const [method, path = "", ...values] = address.split(" ");
  const one = endpoints.find((each) => each.method === method && each.path === path);
  if (!one || one.open) throw new Error(`there is no ${address}`);
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
  const params = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
  const visit = { url: new URL(`https://time.example.org/${query}`) };
  const given = one.body ? one.body.parse(body) : undefined;
  return (await one.run({ params, body: given, person, visit, response, csrf: "", token: "" } as never)) as Answer;
}

/** How a call was refused: `409 changed`, or the name of what it threw. */
export const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    ({ status, code, name }) => (status ? `${status} ${code}` : name),
  );
