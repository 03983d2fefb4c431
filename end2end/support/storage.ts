/** What the browser's storage holds of a text, whoever put it there. */
import { type Page, expect } from "@playwright/test";

/**
 * Waits until a text is in a database: localStorage reaches the disk seconds later. What is typed and not taken may be a second late there (`spec/sync.md`, promise 1), and leaving a page
 * by its address, a reload or a kill does not wait for it.
 */
export async function onDisk(page: Page, text: string): Promise<void> {
  const inDatabase = async () => (await holds(page, text)).filter((place) => !place.startsWith("storage "));
  await expect.poll(inDatabase, text).not.toEqual([]);
}

/** The places of the browser's storage in which a text is to be found: database and table, or the key of localStorage. */
export function holds(page: Page, secret: string): Promise<string[]> {
  return page.evaluate(async (secret) => {
    const wanted = new TextEncoder().encode(secret);
    const has = (bytes: Uint8Array) => {
      for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
        if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return true;
      }
      return false;
    };
    const asBytes = (value: unknown): Uint8Array => {
      if (value instanceof ArrayBuffer) return new Uint8Array(value);
      if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return new TextEncoder().encode(JSON.stringify(value));
    };
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name!));
      for (const table of database.objectStoreNames) {
        const store = database.transaction(table).objectStore(table);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        if ([...keys, ...values].some((entry) => has(asBytes(entry)))) found.push(`${name} ${table}`);
      }
      database.close();
    }
    for (const [key, value] of Object.entries({ ...localStorage, ...sessionStorage })) {
      if (`${key} ${String(value)}`.includes(secret)) found.push(`storage ${key}`);
    }
    return found;
  }, secret);
}
