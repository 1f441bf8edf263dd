/** An account that options or environment name, instead of those of the settings. */
export type HeadlessAccount = (
  | { service: "local"; file: string }
  | { service: "kimai"; url: string; token: string | undefined; tlsVerify: boolean | string }
  | { service: "clockodo"; url: string | undefined; user: string; key: string | undefined }
  | { service: "calamari"; url: string; person: string; key: string | undefined }
) & {
  /** Path of the `.env` of the current folder, where address, person or credential come from it. */
  dotEnv?: string;
};
