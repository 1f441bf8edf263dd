import { translate } from "../catalog";
import type { http as en } from "../en/http";

export const http = translate<typeof en, "pl">()({
  certificate_not_trusted: "Certyfikat {host} nie jest zaufany albo nie udało się nawiązać bezpiecznego połączenia.",
  check_address_or_server_certificates:
    "Sprawdź adres. Jeśli jest poprawny, poproś administratora Punchcard o dodanie certyfikatu CA organizacji na serwerze (NODE_EXTRA_CA_CERTS).",
  connection_lost: "Połączenie z {host} zostało przerwane.",
  credential_invalid_characters: "Dane logowania do {product} zawierają niedozwolone znaki.",
  credential_rejected:
    "{product} nie przyjmuje danych logowania: są błędne albo wygasły, albo użytkownik jest zablokowany.",
  host_in_blocked_network: "{host} jest w sieci, z którą ten serwer się nie łączy.",
  host_no_response: "{host} nie odpowiada.",
  host_unreachable: "Nie można połączyć się z {host}.",
  host_without_tls: "{host} odpowiada, ale nie przez bezpieczne połączenie.",
  id_invalid: "To nie jest prawidłowy identyfikator.",
  not_this_product: "{origin} odpowiada, ale nie jak {product}.",
  plain_http_refused:
    "Punchcard nie łączy się z {product} pod adresem {host} przez http: dane logowania można by po drodze odczytać.",
  redirect_without_address: "{origin} przekierowuje na nieprawidłowy adres.",
  redirected_elsewhere: "{origin} przekierowuje na {target}; danych logowania tam nie wysłano.",
  redirected_to_page: "{origin} przekierowuje na inną stronę, zamiast odpowiadać jak {product}.",
  refused_by_proxy:
    "{origin} odmawia, ale nie tak jak {product}: może proxy lub zapora przed nim wymaga własnego logowania.",
  request_aborted: "Zapytanie do {product} przerwano przed odpowiedzią.",
  service_conflict: "{product} zgłasza konflikt.",
  service_forbids: "{product} na to nie pozwala.",
  service_locked: "To jest zablokowane w {product}.",
  service_not_found: "Tego nie ma w {product} albo zostało usunięte.",
  service_rate_limited: "{product} otrzymuje zbyt wiele zapytań.",
  service_rejects_values: "{product} nie przyjmuje tych wartości.",
  service_timeout: "{product} pod adresem {host} nie odpowiada na czas.",
  service_unavailable: "{product} ma błąd wewnętrzny.",
  try_again_soon: "Spróbuj ponownie za chwilę.",
});
