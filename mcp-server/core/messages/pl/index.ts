import { http } from "./http";
import { keychain } from "./keychain";
import { server } from "./server";

export const pl = {
  ...http,
  ...keychain,
  ...server,
};
