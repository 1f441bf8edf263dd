/**
 * `base` with some members replaced. All others are read from it when they are asked for, because a port may come to have a
 * method only later; a method of `replaced` that `base` lacks stays absent.
 */
export function over<T extends object>(base: T, replaced: Partial<T>): T {
  return new Proxy(base, {
    get(target, name) {
      const own = Reflect.get(target, name, target) as unknown;
      if (own === undefined) return undefined;
      if (Object.hasOwn(replaced, name)) return replaced[name as keyof T];
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}
