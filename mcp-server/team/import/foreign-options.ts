/**
 * Options and variables of `kimai-mcp-streamable` (`kimai-api.md §2.3`) that mean something else here, and what to do
 * instead. `--host`, `--port`, `--public-url`, `--trusted-proxy`, `--rate-limit-rpm`, `--oidc-issuer`, `--oidc-client-id`
 * and `--oidc-scopes` are the same in both.
 */
const noSecretOnLine = (variable: string) =>
  `every user of the machine sees a command line: put it into ${variable}, or a file that ${variable}_FILE names.`;
const ownAccounts =
  "people connect their own accounts on their page. To take those of a users.json over once: punchcard-mcp import FILE.";
const provisioning =
  "use --make-tokens-at URL with PUNCHCARD_MAKE_TOKENS_KEY. Each person is then asked on their page; nothing is made at sign-in.";

const flags: Record<string, string> = {
  "users-config": ownAccounts,
  import: "it is done once, before or beside the server: punchcard-mcp import FILE.",
  "oauth-state-file":
    "nothing is needed: clients and sign-ins are kept in the database, and a restart signs nobody out.",
  "disable-legacy-slugs": "nothing is needed: there are no addresses that work like a password.",
  "auth-backend":
    "nothing is needed: with --oidc-issuer people sign in with the company's account, else by invitation.",
  "oidc-client-secret": noSecretOnLine("PUNCHCARD_OIDC_CLIENT_SECRET"),
  "oidc-identity-claim":
    "nothing is needed: people are known by issuer and subject, and matched by verified e-mail once.",
  "oidc-discovery-url": "use --oidc-issuer URL: discovery is found from it.",
  "oidc-allow-unverified-email": "use --oidc-trust-email where your provider gives only addresses of its own.",
  "auto-provision": provisioning,
  "provision-kimai-url": "use --make-tokens-at URL.",
  "provision-admin-token": noSecretOnLine("PUNCHCARD_MAKE_TOKENS_KEY"),
  "provision-token-name": "nothing is needed: tokens are called Punchcard, with the name of this server.",
  "provision-match": "nothing is needed: only the exact e-mail address of the company's sign-in counts.",
  "provision-store": "nothing is needed: tokens are kept sealed in the database, as all credentials are.",
  "provision-ssl-verify":
    "nothing is needed: certificates are always checked; NODE_EXTRA_CA_CERTS names those of your own authority.",
  "provision-allowed-domains": "use --oidc-domain DOMAIN.",
  "database-url": noSecretOnLine("DATABASE_URL"),
  "scim-token": noSecretOnLine("PUNCHCARD_SCIM_TOKEN"),
};

const variables: Record<string, string> = {
  USERS_CONFIG_FILE: ownAccounts,
  USERS_CONFIG: ownAccounts,
  KIMAI_MCP_PUBLIC_URL: "use PUNCHCARD_PUBLIC_URL.",
  KIMAI_MCP_OAUTH_STATE_FILE: "nothing is needed: clients and sign-ins are kept in the database.",
  KIMAI_MCP_DISABLE_LEGACY_SLUGS: "nothing is needed: there are no addresses that work like a password.",
  KIMAI_MCP_TRUSTED_PROXIES: "use PUNCHCARD_TRUSTED_PROXIES.",
  RATE_LIMIT_RPM: "use PUNCHCARD_RATE_LIMIT_RPM.",
  KIMAI_MCP_AUTH_BACKEND: "nothing is needed: PUNCHCARD_OIDC_ISSUER turns company sign-in on.",
  KIMAI_MCP_OIDC_ISSUER: "use PUNCHCARD_OIDC_ISSUER.",
  KIMAI_MCP_OIDC_CLIENT_ID: "use PUNCHCARD_OIDC_CLIENT_ID.",
  KIMAI_MCP_OIDC_CLIENT_SECRET: "use PUNCHCARD_OIDC_CLIENT_SECRET.",
  KIMAI_MCP_OIDC_SCOPES: "use PUNCHCARD_OIDC_SCOPES.",
  KIMAI_MCP_AUTO_PROVISION: provisioning,
  KIMAI_MCP_PROVISION_KIMAI_URL: "use PUNCHCARD_MAKE_TOKENS_AT.",
  KIMAI_MCP_PROVISION_ADMIN_TOKEN:
    "use PUNCHCARD_MAKE_TOKENS_KEY, or a file that PUNCHCARD_MAKE_TOKENS_KEY_FILE names.",
};

/** What to do instead of an option; undefined: it is none of those. @param flag without dashes */
export const insteadOf = (flag: string): string | undefined => (Object.hasOwn(flags, flag) ? flags[flag] : undefined);

/** One line for each variable that is set and not used here. */
export const unusedVariables = (env: NodeJS.ProcessEnv): string[] =>
  Object.entries(variables)
    .filter(([variable]) => (env[variable] ?? "").trim() !== "")
    .map(([variable, instead]) => `${variable} is an option of kimai-mcp and is not used: ${instead}`);
