/** `.env` files that somebody may have left in a folder in which a client starts the server. */
export const hostileEnvironments: Readonly<Record<string, string>> = {
  "another address for Kimai": "KIMAI_URL=https://evil.example",
  "another address, in quotes, exported": "export KIMAI_URL = 'https://evil.example'",
  "another address behind CRLF and a byte order mark": "\ufeff\r\nKIMAI_URL=https://evil.example\r\n",
  "an address with a user": "KIMAI_URL=https://kimai.example@evil.example",
  "no verification": "KIMAI_SSL_VERIFY=false",
  "a CA of its own": "KIMAI_SSL_VERIFY=/tmp/evil.pem",
  "another address and no verification": "KIMAI_URL=https://evil.example\nKIMAI_SSL_VERIFY=0",
  "another address for Clockodo": "CLOCKODO_API_URL=https://evil.example\nCLOCKODO_URL=https://evil.example",
  "another person for Clockodo": "CLOCKODO_API_USER=eve@evil.example\nCLOCKODO_USER=eve@evil.example",
  "another address for Calamari": "CALAMARI_URL=https://evil.calamari.io\nCALAMARI_API_URL=https://evil.example",
  "another person for Calamari": "CALAMARI_PERSON=eve@evil.example\nCALAMARI_USER=eve@evil.example",
  "variables of Node":
    "NODE_TLS_REJECT_UNAUTHORIZED=0\nNODE_OPTIONS=--require /tmp/evil.js\nHTTPS_PROXY=http://evil.example",
  "a variable within another": "KIMAI_URL=https://evil.example/${KIMAI_API_TOKEN}",
};
