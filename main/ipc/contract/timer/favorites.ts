import { z } from "zod";
import { messageText } from "#core/messages/schema";
import { favorite } from "#core/platform/settings";
import { accountId } from "../fields";

/** Work with a name that its person gave it. */
const favoriteView = favorite.extend({
  /** Why it cannot be started: its work is gone or closed at the service; null: it can, as far as is known. */
  gone: messageText.nullable(),
});
export type FavoriteView = z.infer<typeof favoriteView>;
/** In the person's order. */
export const favoritesView = z.array(favoriteView);

const id = favorite.shape.id;
const { name, work, text, tags } = favorite.shape;

export const favoriteChannels = {
  /** At the end; what is one already stays as it is. */
  "favorites:add": { request: z.object({ accountId, name, work, text, tags }), response: z.void() },
  "favorites:rename": { request: z.object({ id, name }), response: z.void() },
  /** @ `to`: the place it gets, from 0; behind the last: the last. */
  "favorites:move": { request: z.object({ id, to: z.number().int().min(0) }), response: z.void() },
  "favorites:remove": { request: z.object({ id }), response: z.void() },
  /** Looks whether the work of the account's favorites is still there, if that was long ago. */
  "favorites:check": { request: z.void(), response: z.void() },
} as const;
