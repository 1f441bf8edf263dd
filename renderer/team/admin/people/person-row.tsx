import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { ServiceId } from "#core/domain/entities";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AdminGroup, AdminPerson } from "#team/api/admin/contract";
import { Button, IconButton } from "../../../ui/button";
import { Icon } from "../../../ui/icon";
import { initials } from "../../../ui/initials";
import { whenOf } from "../../lib/when";
import { limitWord, statusOf } from "./words";

export type PersonAction = "invite" | "change" | "remove";

interface Props {
  person: AdminPerson;
  group: AdminGroup | undefined;
  /** What the person can give at most. */
  limit: AdminGroup["limit"];
  language: string;
  onAction(person: AdminPerson, action: PersonAction): void;
}

export function PersonRow({ person, group, limit, language, onAction }: Props) {
  const { t } = useTranslation("team");
  const status = statusOf(person, language, t);
  const isGone = person.status === "removed";
  const none = t("people.none");
  return (
    <tr data-person={person.id}>
      <th scope="row">
        <span className="people__who">
          <span className="team__initials" aria-hidden="true">
            {initials(person.name)}
          </span>
          <span className="people__name">
            <span className="medium">{person.name}</span>
            {person.isAdmin && <span className="tag">{t("people.admin")}</span>}
            <span className="soft people__mail">{person.email}</span>
          </span>
        </span>
      </th>
      <td data-label={t("people.column.group")}>{group?.name ?? none}</td>
      <td data-label={t("people.column.limit")}>
        {isGone ? none : <span className="tag">{limitWord(limit, t)}</span>}
      </td>
      <td data-label={t("people.column.lastActive")} className="num">
        {person.lastActiveAt === null ? t("people.never") : whenOf(person.lastActiveAt, language)}
      </td>
      <td data-label={t("people.column.services")}>
        {person.services.map((id) => descriptorOf(id as ServiceId).label).join(", ") || none}
      </td>
      <td data-label={t("people.column.clients")} className="num">
        {person.clients || none}
      </td>
      <td data-label={t("people.column.status")} title={person.removed?.reason ?? undefined}>
        <span className={`people__status${status.tone ? ` l-${status.tone}` : ""}`}>
          <Icon name={status.icon} />
          <span>{status.text}</span>
        </span>
        {person.removed?.reason && <span className="soft people__why">{person.removed.reason}</span>}
      </td>
      <td className="people__do">
        <span>
          {person.status !== "active" && (
            <Button size="sm" onPress={() => onAction(person, "invite")}>
              {t(isGone ? "people.bringBack" : "people.inviteAgain")}
            </Button>
          )}
          {!isGone && <RowMenu person={person} onAction={onAction} />}
        </span>
      </td>
    </tr>
  );
}

/** A link for another admin would let its maker in as that admin; the server refuses it, too. */
const actionsFor = ({ isAdmin, status }: AdminPerson): readonly PersonAction[] =>
  isAdmin && status === "active" ? ["change", "remove"] : ["change", "invite", "remove"];

function RowMenu({ person, onAction }: Pick<Props, "person" | "onAction">) {
  const { t } = useTranslation("team");
  return (
    <MenuTrigger>
      <IconButton name="more" size="sm" label={t("people.actions", { name: person.name })} />
      <Popover className="popover" placement="bottom end">
        <Menu className="options" aria-label={t("people.actions", { name: person.name })}>
          {actionsFor(person).map((action) => (
            <MenuItem key={action} id={action} className="option" onAction={() => onAction(person, action)}>
              {t(`people.action.${action}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
