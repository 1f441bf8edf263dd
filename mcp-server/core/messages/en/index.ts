import { http } from "./http";
import { keychain } from "./keychain";

export const en = {
  ...http,
  ...keychain,
};
