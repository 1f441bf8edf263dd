import { translate } from "../catalog";
import type { keychain as en } from "../en/keychain";

export const keychain = translate<typeof en, "de">()({
  keychain_access_denied: "Der Schlüsselbund hat Punchcard den Zugriff verweigert.",
  keychain_item_foreign: "Der Schlüsselbund-Eintrag dieses Kontos wurde nicht von Punchcard geschrieben.",
  keychain_locked: "Der Schlüsselbund ist gesperrt.",
  keychain_missing: "Auf diesem Computer läuft kein Schlüsselbund (kein Dienst org.freedesktop.secrets).",
  keychain_not_saved: "Der Schlüsselbund hat die Zugangsdaten nicht gespeichert.",
  keychain_request_failed: "Der Schlüsselbund hat die Anfrage nicht ausgeführt.",
  keychain_session_bus_unreachable:
    "Der Sitzungsbus antwortet nicht, daher ist auch der Schlüsselbund nicht erreichbar.",
  keychain_timeout: "Der Schlüsselbund antwortet nicht.",
  keychain_without_keyring: "Der Schlüsselbund ist noch nicht eingerichtet und kann nichts speichern.",
});
