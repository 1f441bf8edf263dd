import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import type { ConsentAccount } from "#team/api/contract";
import { Icon } from "../../ui/icon";

/** Ids; null: all, also those that are connected later. */
export type ChosenAccounts = string[] | null;

interface Props {
  accounts: ConsentAccount[];
  value: ChosenAccounts;
  onChange(value: ChosenAccounts): void;
}

export function AccountChoice({ accounts, value, onChange }: Props) {
  const { t } = useTranslation("team");
  const box = (
    label: string,
    on: boolean,
    set: (on: boolean) => void,
    { id, url = null }: Partial<ConsentAccount> = {},
  ) => (
    <Checkbox key={id} className="check facts__check" isSelected={on} onChange={set}>
      <span className="check__box">
        <Icon name="check" />
      </span>
      {label}
      {url !== null && <span className="soft push">{new URL(url).host}</span>}
    </Checkbox>
  );
  return (
    <section className="stack" aria-labelledby="accounts">
      <div className="line">
        <h2 id="accounts">{t("consent.accounts")}</h2>
        <span className="soft">{t("consent.noTokens")}</span>
      </div>
      {accounts.length === 0 ? (
        <p>{t("consent.noAccounts")}</p>
      ) : (
        <div className="card clipped">
          {box(t("consent.all"), value === null, (on) => onChange(on ? null : accounts.map(({ id }) => id)))}
          {value !== null &&
            accounts.map((account) => {
              const { id, label } = account;
              const set = (on: boolean) => onChange(on ? [...value, id] : value.filter((one) => one !== id));
              return box(label, value.includes(id), set, account);
            })}
        </div>
      )}
    </section>
  );
}
