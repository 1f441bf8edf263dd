/** Encrypts what the authorization server keeps. A sealed text opens only under the name it was sealed for. */
export interface Sealer {
  seal(name: string, plain: string): Promise<string>;
  /** @throws where the text was changed, belongs to another name, or its key is not known */
  open(name: string, sealed: string): Promise<string>;
}

/** The name that a row of the authorization server is sealed for. */
export const itemName = (model: string, key: string) => `oauth_items/${model}/${key}`;
