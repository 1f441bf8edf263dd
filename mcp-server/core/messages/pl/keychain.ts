import { translate } from "../catalog";
import type { keychain as en } from "../en/keychain";

export const keychain = translate<typeof en, "pl">()({
  keychain_access_denied: "Pęk kluczy odmówił Punchcard dostępu.",
  keychain_item_foreign: "Wpisu tego konta w pęku kluczy nie zapisał Punchcard.",
  keychain_locked: "Pęk kluczy jest zablokowany.",
  keychain_missing: "Na tym komputerze nie działa pęk kluczy (brak usługi org.freedesktop.secrets).",
  keychain_not_saved: "Pęk kluczy nie zapisał danych logowania.",
  keychain_request_failed: "Pęk kluczy nie wykonał polecenia.",
  keychain_session_bus_unreachable: "Magistrala sesji nie odpowiada, więc nie można zapytać pęku kluczy.",
  keychain_timeout: "Pęk kluczy nie odpowiada.",
  keychain_without_keyring: "Pęk kluczy nie jest jeszcze skonfigurowany i nie może niczego zapisać.",
});
