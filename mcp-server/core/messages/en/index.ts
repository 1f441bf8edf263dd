import { http } from "./http";
import { keychain } from "./keychain";
import { server } from "./server";

export const en = {
  ...http,
  ...keychain,
  ...server,
};
