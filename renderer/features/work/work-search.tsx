import { type RefObject, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Collection } from "react-aria-components/Collection";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { useLasting } from "../../lib/clock";
import { useActiveAccount } from "../../lib/store";
import { type Work, workTitle } from "../../lib/work";
import { Icon } from "../../ui/icon";
import { Progress } from "../../ui/notice";
import { SlowHint } from "../../ui/wait";
import { AccountFailure } from "../account-failure";
import { choiceHit, groupHits, type Hit, type HitGroup } from "./search-results";
import { useSearch } from "./use-search";

interface Props {
  /** Name of the list: what choosing does. */
  label: string;
  /** Name of one line, `Switch to Website relaunch, Design`. */
  lineLabel: (line: string) => string;
  recent: readonly WorkChoice[];
  onChoose: (choice: WorkChoice) => void;
  inputRef?: RefObject<HTMLInputElement | null>;
  /** Lines cannot be chosen now (a command is under way). */
  isDisabled?: boolean;
  autoFocus?: boolean;
  /** Show `/` as the key that leads here. */
  hasKey?: boolean;
}

/** Find work by name and choose it: recents first, then what the service has. Arrow keys and Enter from the field. */
export function WorkSearch(props: Props) {
  const { label, lineLabel, recent, onChoose, inputRef, isDisabled = false, autoFocus, hasKey } = props;
  const { t } = useTranslation();
  const account = useActiveAccount();
  const [query, setQuery] = useState("");
  const [within, setWithin] = useState<Work | null>(null);
  const { searching, result, failure } = useSearch(query, within);
  const waiting = useLasting(searching, 300);
  const slow = useLasting(searching, 2000);

  const name = query.trim();
  const create = account && descriptorOf(account.service).isLocal && name ? name.slice(0, 200) : null;
  const groups: HitGroup[] = result
    ? groupHits(result, account, within, create)
    : name || within
      ? []
      : [{ id: "recent", hits: recent.map((choice) => choiceHit(choice, "")) }];
  const byKey = new Map<string, Hit>(groups.flatMap((group) => group.hits.map((hit) => [hit.key, hit])));

  const act = (key: string) => {
    const hit = byKey.get(key);
    if (!hit || isDisabled) return;
    setQuery("");
    if (hit.action.kind === "narrow") return setWithin(hit.action.work);
    setWithin(null);
    onChoose(hit.action.choice);
  };
  const lineName = (hit: Hit) => {
    if (hit.action.kind === "narrow") return t("search.narrow", { name: hit.line });
    return hit.action.kind === "create" ? t("search.create", { name: hit.title }) : lineLabel(hit.line);
  };

  return (
    <div className="worksearch">
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <SearchField
          className="search"
          aria-label={t("search.label")}
          autoFocus={autoFocus}
          onKeyDown={(event) => {
            if (!within || query !== "" || (event.key !== "Backspace" && event.key !== "Escape"))
              return event.continuePropagation();
            setWithin(null);
          }}
        >
          <Icon name="search" />
          <Input
            ref={inputRef}
            className="input"
            placeholder={t("search.placeholder")}
            aria-keyshortcuts={hasKey ? "/" : undefined}
          />
          {hasKey && (
            <span className="key" aria-hidden="true">
              /
            </span>
          )}
        </SearchField>
        {within && (
          <p className="hint search__within">
            {t("search.within", { name: workTitle(within) })}{" "}
            <button type="button" className="link" onClick={() => setWithin(null)}>
              {t("app.back")}
            </button>
          </p>
        )}
        {waiting && <Progress label={t("search.searching")} />}
        {slow && (
          <p className="line">
            <SlowHint />
          </p>
        )}
        {failure && <AccountFailure failure={failure} />}
        <ListBox
          className="hits"
          aria-label={label}
          items={groups}
          dependencies={[isDisabled, t]}
          onAction={(key) => act(String(key))}
          renderEmptyState={() =>
            searching || failure ? null : (
              <p className="hint hits__none">{name ? t("search.none", { query: name }) : t("search.start")}</p>
            )
          }
        >
          {(group) => (
            <ListBoxSection id={`group ${group.id}`} aria-label={t(`search.group.${group.id}`)}>
              {result && <Header className="hint hits__head">{t(`search.group.${group.id}`)}</Header>}
              <Collection items={group.hits}>
                {(hit) => (
                  <ListBoxItem
                    id={hit.key}
                    textValue={lineName(hit)}
                    aria-label={lineName(hit)}
                    className="recent"
                    isDisabled={isDisabled}
                  >
                    <span className="clip" title={hit.line}>
                      <span className="medium">
                        {hit.action.kind === "create" ? lineName(hit) : hit.title || t("work.none")}
                      </span>{" "}
                      <span className="soft">{hit.detail}</span>
                    </span>
                    <span className="go">
                      <Icon
                        name={hit.action.kind === "narrow" ? "right" : hit.action.kind === "create" ? "plus" : "play"}
                      />
                    </span>
                  </ListBoxItem>
                )}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
        {result && result.more > 0 && <p className="hint hits__none">{t("search.more", { count: result.more })}</p>}
      </Autocomplete>
    </div>
  );
}
