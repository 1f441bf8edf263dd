import { http } from "./http";
import { keychain } from "./keychain";

export const pl = {
  ...http,
  ...keychain,
};
