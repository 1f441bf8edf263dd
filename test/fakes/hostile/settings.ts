const account = { id: "kimai-1", service: "kimai", label: "Kimai", url: "https://kimai.example.org" };
const file = (more: object) => JSON.stringify({ version: 1, accounts: [account], ...more });

/** Texts of `settings.json` that no Punchcard wrote. Each is a problem that is told; none is half believed. */
export const hostileSettings: Readonly<Record<string, string>> = {
  empty: "",
  "only a byte order mark": "\ufeff",
  null: "null",
  "a list": "[]",
  "cut off": file({}).slice(0, -5),
  "of a newer version": file({ version: 99 }),
  "of no version": JSON.stringify({ accounts: [account] }),
  "one id twice": file({ accounts: [account, { ...account, url: "https://evil.example" }] }),
  "100,000 accounts": file({
    accounts: Array.from({ length: 100_000 }, (_, index) => ({ ...account, id: `k-${index}` })),
  }),
  "an id that is a path": file({ accounts: [{ ...account, id: "../../etc" }] }),
  "an id that is no own name": file({ accounts: [{ ...account, id: "__proto__" }] }),
  "an address of a file": file({ accounts: [{ ...account, url: "file:///etc/passwd" }] }),
  "an address that is a script": file({ accounts: [{ ...account, url: "javascript:alert(1)" }] }),
  "a service that there is none of": file({ accounts: [{ ...account, service: "evil" }] }),
  "a profile that there is none of": file({ accounts: [{ ...account, permissions: { profile: "root" } }] }),
  "a limit that there is none of": file({ clients: { cursor: { "kimai-1": "all" } } }),
  "nested a hundred thousand times": "[".repeat(100_000),
};
