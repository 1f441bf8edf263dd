/** One option of the team server, on the command line and in the environment. */
export interface Option {
  /** Without dashes; absent: a secret, which a command line would show to every user of the machine. */
  flag?: string;
  variable: string;
  /** What it takes, as the usage shows it; absent: nothing, it is a switch. */
  takes?: string;
  /** May be given several times, or as a list with commas. */
  list?: boolean;
  secret?: boolean;
  help: string;
}

/** All of them. A secret may also be in a file that `<variable>_FILE` names. */
export const options = {
  publicUrl: {
    flag: "public-url",
    variable: "PUNCHCARD_PUBLIC_URL",
    takes: "URL",
    help: "the address that people and AI clients use, https://time.example.org",
  },
  host: { flag: "host", variable: "PUNCHCARD_HOST", takes: "ADDRESS", help: "where to listen (default 127.0.0.1)" },
  port: { flag: "port", variable: "PUNCHCARD_PORT", takes: "NUMBER", help: "and on which port (default 8000)" },
  operationHost: {
    flag: "operation-host",
    variable: "PUNCHCARD_OPERATION_HOST",
    takes: "ADDRESS",
    help: "where /livez, /readyz and /metrics are (default 127.0.0.1)",
  },
  operationPort: {
    flag: "operation-port",
    variable: "PUNCHCARD_OPERATION_PORT",
    takes: "NUMBER",
    help: "and on which port; never public (default 8001)",
  },
  data: {
    flag: "data",
    variable: "PUNCHCARD_DATA",
    takes: "DIR",
    help: "folder of the database and the key file (default ~/.punchcard-team)",
  },
  databaseUrl: {
    variable: "DATABASE_URL",
    takes: "URL",
    secret: true,
    help: "postgres://…, which several servers share; without it a file in the data folder",
  },
  keyFile: {
    flag: "key-file",
    variable: "PUNCHCARD_KEY_FILE",
    takes: "FILE",
    help: "keys that stored secrets are sealed with (default team.key in the data folder)",
  },
  trustedProxies: {
    flag: "trusted-proxy",
    variable: "PUNCHCARD_TRUSTED_PROXIES",
    takes: "CIDR",
    list: true,
    help: "proxies whose X-Forwarded-For counts, 10.0.0.0/8; several times or with commas",
  },
  rateLimit: {
    flag: "rate-limit-rpm",
    variable: "PUNCHCARD_RATE_LIMIT_RPM",
    takes: "NUMBER",
    help: "calls a minute of one person (default 300); 0: no limit",
  },
  limits: {
    flag: "limit",
    variable: "PUNCHCARD_LIMITS",
    takes: "NAME=COUNT/SECONDS",
    list: true,
    help: "change a limit of failed or anonymous requests, such as password=100/300; 0/60: no limit",
  },
  stopDelay: {
    flag: "stop-delay",
    variable: "PUNCHCARD_STOP_DELAY",
    takes: "SECONDS",
    help: "go on for so long after being asked to stop, while /readyz says no (default 0)",
  },
  services: {
    flag: "services",
    variable: "PUNCHCARD_SERVICES",
    takes: "NAMES",
    list: true,
    help: "services that people may connect; without it all",
  },
  serviceAddresses: {
    flag: "service-address",
    variable: "PUNCHCARD_SERVICE_ADDRESSES",
    takes: "HOST",
    list: true,
    help: "only these hosts of services, and the way to allow one in a private network",
  },
  makeTokensAt: {
    flag: "make-tokens-at",
    variable: "PUNCHCARD_MAKE_TOKENS_AT",
    takes: "URL",
    help: "address of a service that may make people's tokens, for those who ask on their page",
  },
  makeTokensKey: {
    variable: "PUNCHCARD_MAKE_TOKENS_KEY",
    takes: "SECRET",
    secret: true,
    help: "and the token of an admin there, who may make tokens for others",
  },
  noClientDocuments: {
    flag: "no-client-documents",
    variable: "PUNCHCARD_NO_CLIENT_DOCUMENTS",
    help: "without internet: AI clients register here instead of naming a document there",
  },
  oidcIssuer: {
    flag: "oidc-issuer",
    variable: "PUNCHCARD_OIDC_ISSUER",
    takes: "URL",
    help: "company sign-in: the issuer of your identity provider",
  },
  oidcClientId: {
    flag: "oidc-client-id",
    variable: "PUNCHCARD_OIDC_CLIENT_ID",
    takes: "ID",
    help: "this server there",
  },
  oidcClientSecret: {
    variable: "PUNCHCARD_OIDC_CLIENT_SECRET",
    takes: "SECRET",
    secret: true,
    help: "and its secret",
  },
  oidcScopes: {
    flag: "oidc-scopes",
    variable: "PUNCHCARD_OIDC_SCOPES",
    takes: "SCOPES",
    help: 'what is asked for (default "openid email profile")',
  },
  oidcDomains: {
    flag: "oidc-domain",
    variable: "PUNCHCARD_OIDC_DOMAINS",
    takes: "DOMAIN",
    list: true,
    help: "only people with an address of these domains",
  },
  oidcGroups: {
    flag: "oidc-group",
    variable: "PUNCHCARD_OIDC_GROUPS",
    takes: "GROUP",
    list: true,
    help: "only people in one of these groups; the first one they are in is theirs",
  },
  oidcGroupsClaim: {
    flag: "oidc-groups-claim",
    variable: "PUNCHCARD_OIDC_GROUPS_CLAIM",
    takes: "NAME",
    help: 'where the groups are told (default "groups")',
  },
  oidcAdminGroup: {
    flag: "oidc-admin-group",
    variable: "PUNCHCARD_OIDC_ADMIN_GROUP",
    takes: "GROUP",
    help: "people of this group are admins here",
  },
  oidcTrustEmail: {
    flag: "oidc-trust-email",
    variable: "PUNCHCARD_OIDC_TRUST_EMAIL",
    help: "the provider gives only its own addresses, and neither email_verified nor xms_edov",
  },
  scimToken: {
    variable: "PUNCHCARD_SCIM_TOKEN",
    takes: "SECRET",
    secret: true,
    help: "lets your directory remove people by SCIM; at least 32 characters",
  },
  logLevel: {
    flag: "log-level",
    variable: "PUNCHCARD_LOG_LEVEL",
    takes: "LEVEL",
    help: "debug, info (default), warn or error",
  },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

export const optionNames = Object.keys(options) as OptionName[];

export const rowOf = (name: OptionName): Option => options[name];

/** As people write it: the option, or the variable where there is only that. */
export const spelled = (name: OptionName): string => {
  const { flag, variable } = rowOf(name);
  return flag ? `--${flag} (${variable})` : variable;
};

/** Column of the explanations; longer names are followed by one space. */
const helpColumn = 29;

/** Returns the options as lines of the usage. */
export const teamUsage = (): string =>
  optionNames
    .map((name) => {
      const { flag, variable, takes, secret, help } = rowOf(name);
      const left = flag ? `  --${flag}${takes ? ` ${takes}` : ""}` : `  ${variable}`;
      const also = flag ? variable : secret ? `or ${variable}_FILE` : "";
      return `${`${left} `.padEnd(helpColumn)}${help}\n${" ".repeat(helpColumn)}[${also}]`;
    })
    .join("\n");
