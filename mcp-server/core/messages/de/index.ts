import { http } from "./http";
import { keychain } from "./keychain";
import { server } from "./server";

export const de = {
  ...http,
  ...keychain,
  ...server,
};
