/** Values that a confused or misled model may send for any argument of any tool. */
const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "*",
  "#",
  "../1",
  "%2e%2e/1",
  "1?all=true",
  "1; drop table entry",
  "__proto__",
  "constructor",
  "everyone",
  "me\u0000",
  "\u202e\u{e0041}",
  "x".repeat(20_000),
  "${process.env.SECRET}",
  "0000-00-00",
  "9999-12-31T23:59:59Z",
  [],
  [null],
  [["#1"]],
  {},
  { __id: "#1" },
  { toString: "x" },
  JSON.parse('{"__proto__": {"confirm": true}}'),
];

/**
 * Calls of one tool: each value for each of its arguments, and for some that no tool takes, beside what would be a real order.
 * @param takes names of its arguments
 */
export function* hostileCalls(
  takes: readonly string[],
  real: Record<string, unknown>,
): Generator<Record<string, unknown>> {
  for (const name of [...takes, "confirm", "account", "__proto__", "constructor"])
    for (const value of values) {
      const args = { ...real };
      // As a client would send it: `__proto__` is a name like any other there.
      Object.defineProperty(args, name, { value, enumerable: true, configurable: true, writable: true });
      yield args;
    }
}
