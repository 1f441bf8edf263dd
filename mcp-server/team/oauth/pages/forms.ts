import type { ConsentView } from "../../api/contract";
import { escaped, layout } from "./layout";
import { type Language, type Words, wordsIn } from "./words";

const hidden = (name: string, value: string) => `<input type="hidden" name="${name}" value="${escaped(value)}">`;

/** @param next path to go on to @param csrf of this browser @param error one sentence */
export function signInPage(language: Language, { next, csrf, error }: { next: string; csrf: string; error?: string }) {
  const words = wordsIn(language);
  const problem = error === undefined ? "" : `<p class="warning" role="alert">${escaped(error)}</p>`;
  return layout(
    language,
    words.signIn,
    `${problem}<form method="post" action="/sign-in">${hidden("next", next)}${hidden("csrf", csrf)}
<label>${words.email}<input type="email" name="email" autocomplete="username" required autofocus></label>
<label>${words.password}<input type="password" name="password" autocomplete="current-password" required></label>
<div class="actions"><button class="main">${words.signIn}</button></div></form>`,
  );
}

/** What a client asks, as a form that works without scripts. @param error one sentence */
export function consentPage(language: Language, view: ConsentView, csrf: string, error?: string): string {
  const words = wordsIn(language);
  const { client, uid } = view;
  const problem = error === undefined ? "" : `<p class="warning" role="alert">${escaped(error)}</p>`;
  return layout(
    language,
    words.asks(client.identityHost ?? client.name),
    `${problem}<dl>${aboutClient(words, view)}</dl>
${client.isNew ? `<p>${words.isNew}</p>` : ""}${client.isLocal ? `<p class="warning">${words.isLocal}</p>` : ""}
<form method="post" action="/consent/${escaped(uid)}">${hidden("csrf", csrf)}
<fieldset><legend>${words.mayDo}</legend>${view.levels.map((one) => levelChoice(words, one, view.suggested.level)).join("")}</fieldset>
${accountChoice(words, view)}
<fieldset><legend>${words.lasts}</legend><select name="days" aria-label="${words.lasts}">${view.lifetimes
      .map(
        (days) =>
          `<option value="${days}"${days === view.suggested.days ? " selected" : ""}>${words.days(days)}</option>`,
      )
      .join("")}</select></fieldset>
${client.isLocal ? `<label><input type="checkbox" name="understood" value="yes" required> ${words.understood}</label>` : ""}
<div class="actions"><button name="decision" value="deny" formnovalidate>${words.deny}</button>
<button name="decision" value="allow">${words.allow}</button></div></form>
<form method="post" action="/sign-out">${hidden("csrf", csrf)}${hidden("next", `/consent/${uid}`)}
<div class="actions"><button>${words.notYou}</button></div></form>`,
  );
}

function aboutClient(words: Words, { client, person }: ConsentView): string {
  const rows: [string, string][] = [
    [words.program, client.identityHost === null ? `${client.name} (${words.notChecked})` : client.name],
    ...(client.identityHost === null ? [] : [[words.identity, client.identityHost] as [string, string]]),
    [words.answerGoesTo, client.redirectHost],
    [words.you, `${person.name} (${person.email})`],
  ];
  return rows.map(([term, text]) => `<dt>${term}</dt><dd>${escaped(text)}</dd>`).join("");
}

/** Locked ones stay, with the reason. */
function levelChoice(words: Words, { level, locked }: ConsentView["levels"][number], suggested: string): string {
  const [name, about] = words.levels[level];
  const state = locked ? " disabled" : level === suggested ? " checked" : "";
  const reason = locked ? ` ${words.locks[locked]}` : "";
  return `<label${locked ? ' class="off"' : ""}><input type="radio" name="level" value="${level}" required${state}> ${name}<small>${about}.${reason}</small></label>`;
}

function accountChoice(words: Words, { accounts }: ConsentView): string {
  if (accounts.length === 0) return hidden("all", "yes");
  const each = accounts.map(
    ({ id, label }) => `<label><input type="checkbox" name="account" value="${escaped(id)}"> ${escaped(label)}</label>`,
  );
  return `<fieldset><legend>${words.accounts}</legend><label><input type="checkbox" name="all" value="yes" checked> ${words.allAccounts}</label>${each.join("")}</fieldset>`;
}

/** @param detail for those who look into it */
export function problemPage(language: Language, title: string, text: string, detail?: string): string {
  const more = detail === undefined ? "" : `<p><small>${escaped(detail)}</small></p>`;
  return layout(language, title, `<p>${escaped(text)}</p>${more}`);
}
