import { join } from "node:path";
import { isThisComputer } from "#core/domain/address";
import { writeWholeSync } from "#core/platform/atomic-file";
import { homeFolder } from "#core/platform/private-folder";
import type { AccountSettings } from "#core/platform/settings";
import { applySystemProxies, readSystemProxies, systemProxiesFile } from "#core/platform/system-proxy/index";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { Log } from "../app/failure";

/** Milliseconds between two looks: the system tells nothing of another network or another PAC file. */
const lookEvery = 60_000;
/** Milliseconds that whoever connects an account waits: a PAC file may lie on a server that does not answer. */
const patience = 5_000;
/** Of a handful of accounts; what was signed in to in passing is among them. */
const mostOrigins = 50;

type Addressed = Pick<AccountSettings, "service" | "url" | "mcpUrl">;

/** Origins of addresses that the system is asked about: never this computer's own. */
const originsOf = (addresses: readonly (string | undefined)[]): string[] =>
  addresses.flatMap((address) => {
    if (address === undefined || !URL.canParse(address)) return [];
    const { protocol, hostname, origin } = new URL(address);
    return /^https?:$/.test(protocol) && !isThisComputer(hostname) ? [origin] : [];
  });

/** Where an account may be asked, as far as it is known without asking. */
export const addressesOf = ({ service, url, mcpUrl }: Addressed) => [url, mcpUrl, descriptorOf(service).page];

/**
 * Asks the system, through Electron's Chromium, by which proxy each service is reached, and keeps the answers where all
 * servers of this person find them (`system-proxy`). What was found last counts on while the app does not run.
 */
export class SystemProxies {
  private readonly origins = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: {
      home: string;
      /** What a PAC file answers for this address: `PROXY proxy.example.com:3128; DIRECT`. */
      resolve(address: string): Promise<string>;
      accounts(): readonly Addressed[];
      /** Services are reached another way from now on. */
      changed(): void;
      log: Log;
    },
  ) {}

  start(): void {
    const before = readSystemProxies(this.deps.home);
    applySystemProxies(before);
    // What a sign-in led to is in no settings, but its server may be asked again.
    if (this.deps.accounts().length > 0) for (const origin of Object.keys(before)) this.origins.add(origin);
    this.timer ??= setInterval(() => void this.look(), lookEvery).unref();
    void this.look();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Asks about all accounts anew. Never throws. */
  look(): Promise<void> {
    return this.learn(this.deps.accounts().flatMap(addressesOf));
  }

  /** Asks about these too, before something is sent there. Resolves after 5 s at the latest; never throws. */
  async learn(addresses: readonly (string | undefined)[]): Promise<void> {
    for (const origin of originsOf(addresses)) if (this.origins.size < mostOrigins) this.origins.add(origin);
    this.looking = this.looking
      .then(() => this.ask())
      .catch((error) => this.deps.log("proxies", { error: `${error}` }));
    let late: NodeJS.Timeout | undefined;
    const patient = new Promise<void>((resolve) => {
      late = setTimeout(resolve, patience);
    });
    await Promise.race([this.looking, patient]);
    clearTimeout(late);
  }

  private async ask(): Promise<void> {
    const { home, resolve, changed, log } = this.deps;
    const asked = [...this.origins].map(
      async (origin) => [origin, await resolve(`${origin}/`).catch(() => "")] as const,
    );
    const said = Object.fromEntries(await Promise.all(asked));
    if (JSON.stringify(said) === JSON.stringify(readSystemProxies(home))) return;
    applySystemProxies(said);
    writeWholeSync(join(home, systemProxiesFile), `${JSON.stringify(said)}\n`, homeFolder);
    log("proxies", { kinds: [...new Set(Object.values(said).map((one) => one.split(" ", 1)[0]))] });
    changed();
  }
}
