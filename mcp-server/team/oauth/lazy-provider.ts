import type { Provider } from "oidc-provider";

/** Loaded by the first who signs in, or a moment after the start: its code is two fifths of all that a start would read. */
export class LazyProvider {
  private loading: Promise<Provider> | undefined;
  private failed = false;

  /** @param load also makes it; throws where that is not possible */
  constructor(private readonly load: () => Promise<Provider>) {}

  /** The latest attempt did not succeed; each request makes another one. */
  get isBroken(): boolean {
    return this.failed;
  }

  /** @throws what `load` throws */
  get = (): Promise<Provider> => {
    this.loading ??= this.load().then(
      (provider) => {
        this.failed = false;
        return provider;
      },
      (error: unknown) => {
        this.failed = true;
        this.loading = undefined;
        throw error;
      },
    );
    return this.loading;
  };
}
