import { translate } from "../catalog";
import type { http as en } from "../en/http";

export const http = translate<typeof en, "de">()({
  certificate_not_trusted:
    "Das Zertifikat von {host} ist nicht vertrauenswürdig, oder die sichere Verbindung kam nicht zustande.",
  check_address_or_server_certificates:
    "Prüfen Sie die Adresse. Ist sie richtig, bitten Sie Ihren Punchcard-Admin, das CA-Zertifikat Ihrer Organisation auf dem Server einzutragen (NODE_EXTRA_CA_CERTS).",
  connection_lost: "Die Verbindung zu {host} ist abgebrochen.",
  credential_invalid_characters: "Die Zugangsdaten für {product} enthalten ungültige Zeichen.",
  credential_rejected:
    "{product} nimmt die Zugangsdaten nicht an: Sie sind falsch oder abgelaufen, oder der Benutzer ist deaktiviert.",
  host_in_blocked_network: "{host} liegt in einem Netz, mit dem sich dieser Server nicht verbindet.",
  host_no_response: "{host} antwortet nicht.",
  host_unreachable: "{host} ist nicht erreichbar.",
  host_without_tls: "{host} antwortet, aber nicht über eine sichere Verbindung.",
  id_invalid: "Das ist keine gültige ID.",
  not_this_product: "{origin} antwortet, aber nicht wie {product}.",
  plain_http_refused:
    "Punchcard verbindet sich nicht über http mit {product} unter {host}: Die Zugangsdaten könnten unterwegs mitgelesen werden.",
  redirect_without_address: "{origin} leitet auf eine ungültige Adresse weiter.",
  redirected_elsewhere: "{origin} leitet auf {target} weiter; die Zugangsdaten wurden dorthin nicht gesendet.",
  redirected_to_page: "{origin} leitet auf eine andere Seite weiter, statt wie {product} zu antworten.",
  refused_by_proxy:
    "{origin} lehnt ab, aber nicht so, wie es {product} täte: Vielleicht verlangt ein Proxy oder eine Firewall davor eine eigene Anmeldung.",
  request_aborted: "Die Anfrage an {product} wurde vor der Antwort abgebrochen.",
  service_conflict: "{product} meldet einen Konflikt.",
  service_forbids: "{product} erlaubt Ihnen das nicht.",
  service_locked: "Das ist in {product} gesperrt.",
  service_not_found: "In {product} gibt es das nicht, oder es wurde gelöscht.",
  service_rate_limited: "{product} hat zu viele Anfragen erhalten.",
  service_rejects_values: "{product} nimmt diese Werte nicht an.",
  service_timeout: "{product} unter {host} hat nicht rechtzeitig geantwortet.",
  service_unavailable: "{product} hat einen internen Fehler.",
  try_again_soon: "Versuchen Sie es gleich noch einmal.",
});
