import { absences } from "./absences";
import { http } from "./http";
import { keychain } from "./keychain";
import { local } from "./local";
import { reports } from "./reports";
import { server } from "./server";
import { shared } from "./shared";

export const en = {
  ...absences,
  ...http,
  ...keychain,
  ...local,
  ...reports,
  ...server,
  ...shared,
};
