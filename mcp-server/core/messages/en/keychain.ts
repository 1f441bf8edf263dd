export const keychain = {
  keychain_access_denied: "The keychain denied Punchcard access.",
  keychain_item_foreign: "The keychain item of this account was not written by Punchcard.",
  keychain_locked: "The keychain is locked.",
  keychain_missing: "No keychain is running on this computer (no service named org.freedesktop.secrets).",
  keychain_not_saved: "The keychain did not save the credential.",
  keychain_request_failed: "The keychain could not complete the request.",
  keychain_session_bus_unreachable: "The session bus cannot be reached, so the keychain is not available.",
  keychain_timeout: "The keychain did not respond.",
  keychain_without_keyring: "The keychain has no keyring yet, so nothing can be stored in it.",
} as const;
