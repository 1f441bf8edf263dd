import { http } from "./http";
import { keychain } from "./keychain";

export const de = {
  ...http,
  ...keychain,
};
