// The rescue page's script, inlined in rescue.html. It needs nothing of the app: no WebAssembly, no other file.
//
// The export is one JSON file:
//   { "format": "yardstick-rescue", "version": 1, "made_at": "<RFC 3339>", "locale": "zh-TW",
//     "settings":  { "<localStorage key>": "<value>" },          keys that begin with "yardstick", mirrors included
//     "databases": [ { "name": "yardstick/…", "version": 1,
//       "stores": [ { "name": "…", "key_path": null, "auto_increment": false,
//                     "entries": [ { "key": …, "value": … } ] } ] } ] }
// Keys and values are JSON where JSON can hold them. What it cannot hold is an object with one member:
//   {"$bytes": "<base64>"}  {"$date": "<RFC 3339>"}  {"$bigint": "<digits>"}  {"$number": "NaN"}  {"$undefined": true}
//   {"$map": [[key, value], …]}  {"$set": [value, …]}; an object that has a member of such a name: {"$object": {…}}
(() => {
  "use strict";
  const PREFIX = "yardstick/";
  const OPEN_MS = 10_000;
  const ENTRIES_A_READ = 500;

  const TEXTS = {
    "zh-TW": {
      title: "Yardstick 打不開",
      happened: "這台裝置上的程式檔案壞了，或是沒有載完。",
      kept: "你的紀錄都還在這台裝置上，還沒同步的也在；這一頁不會刪掉任何資料。",
      todo: "先匯出一份存好，再按「再試一次」。有網路的話可以按「重新下載程式」。之後匯出檔可以在「備份」裡還原。",
      export: "匯出我的紀錄",
      again: "再試一次",
      repair: "重新下載程式",
      reading: "正在讀取…",
      exported: "匯出好了：{entries} 筆，請確認檔案已經下載。",
      nothing: "這台裝置上沒有 Yardstick 的紀錄。",
      busy: "資料庫正被別的分頁使用。請關掉其他 Yardstick 分頁，再匯出一次。",
      failed: "讀不出來：{why}。紀錄沒有被更動，請重開瀏覽器再試一次。",
      offline: "現在連不上伺服器。紀錄都還在，有網路時再試。",
      repairing: "正在重新下載…",
    },
    en: {
      title: "Yardstick does not start",
      happened: "The program's files on this device are damaged or incomplete.",
      kept: "Your records are still on this device, those not yet synced included. Nothing on this page deletes any of them.",
      todo: "Export them first, then choose “Try again”. With a connection you can also download the program again. The exported file can be restored later under “Backup”.",
      export: "Export my records",
      again: "Try again",
      repair: "Download the program again",
      reading: "Reading…",
      exported: "Exported {entries} entries. Please check that the file was downloaded.",
      nothing: "There are no Yardstick records on this device.",
      busy: "Another tab is using the database. Close the other Yardstick tabs, then export again.",
      failed: "The records could not be read: {why}. They are unchanged. Restart the browser and try again.",
      offline: "The server cannot be reached. Your records are safe; try again when you are online.",
      repairing: "Downloading…",
    },
  };

  const setting = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const languages = [setting("yardstick.locale"), ...navigator.languages].filter((tag) => typeof tag === "string");
  const known = languages.map((tag) => (/^zh\b/i.test(tag) ? "zh-TW" : /^en\b/i.test(tag) ? "en" : ""));
  const locale = known.find(Boolean) ?? "zh-TW";
  const theme = setting("yardstick.theme");
  const text = TEXTS[locale];
  document.documentElement.lang = locale;
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text[element.dataset.text];

  const byId = (id) => document.getElementById(id);
  const say = (name, values = {}) => {
    byId("status").textContent = text[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  };

  byId("again").addEventListener("click", () => location.replace("/"));
  byId("export").addEventListener("click", () => guarded(byId("export"), exportAll));
  byId("repair").addEventListener("click", () => guarded(byId("repair"), repair));

  async function guarded(button, task) {
    button.disabled = true;
    try {
      await task();
    } catch (error) {
      console.error(error);
      if (error.name === "TimeoutError") say("busy");
      else say("failed", { why: error.message });
    } finally {
      button.disabled = false;
    }
  }

  async function exportAll() {
    say("reading");
    const names = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith(PREFIX));
    // Parts of one text: a large book never has to be one string in memory.
    const parts = [head()];
    let entries = 0;
    for (const [at, name] of names.entries()) {
      parts.push(at ? ",\n" : "\n");
      entries += await exportDatabase(name, parts);
    }
    parts.push("]}\n");
    if (names.length === 0) return say("nothing");
    download(new Blob(parts, { type: "application/json" }));
    say("exported", { entries });
  }

  function head() {
    const settings = Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith("yardstick")));
    const known = { format: "yardstick-rescue", version: 1, made_at: new Date().toISOString(), locale, settings };
    return `${JSON.stringify(known).slice(0, -1)},"databases":[`;
  }

  async function exportDatabase(name, parts) {
    const database = await open(name);
    let entries = 0;
    try {
      parts.push(`{"name":${JSON.stringify(name)},"version":${database.version},"stores":[`);
      const stores = [...database.objectStoreNames];
      // One transaction over all stores, so that records and outbox are of the same moment.
      const transaction = stores.length > 0 && database.transaction(stores, "readonly");
      for (const [at, storeName] of stores.entries()) {
        const store = transaction.objectStore(storeName);
        const known = { name: storeName, key_path: store.keyPath, auto_increment: store.autoIncrement };
        parts.push(`${at ? "," : ""}\n${JSON.stringify(known).slice(0, -1)},"entries":[`);
        entries += await exportStore(store, parts);
        parts.push("]}");
      }
      parts.push("]}");
    } finally {
      database.close();
    }
    return entries;
  }

  async function exportStore(store, parts) {
    let entries = 0;
    let range;
    for (;;) {
      const keys = done(store.getAllKeys(range, ENTRIES_A_READ));
      const values = await done(store.getAll(range, ENTRIES_A_READ));
      const page = (await keys).map((key, at) => JSON.stringify({ key: encode(key), value: encode(values[at]) }));
      if (page.length === 0) return entries;
      parts.push(`${entries ? "," : ""}\n${page.join(",\n")}`);
      entries += page.length;
      range = IDBKeyRange.lowerBound((await keys).at(-1), true);
    }
  }

  function done(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // Opened without a version: whatever version is there. An upgrade can only mean that the database has just gone.
  function open(name) {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction.abort();
    const late = new Promise((_, reject) => {
      setTimeout(() => reject(new DOMException("the database did not open", "TimeoutError")), OPEN_MS);
    });
    return Promise.race([done(request), late]);
  }

  function encode(value) {
    if (value === undefined) return { $undefined: true };
    if (typeof value === "bigint") return { $bigint: value.toString() };
    if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
    if (value === null || typeof value !== "object") return value;
    if (value instanceof Date) return { $date: value.toISOString() };
    if (value instanceof ArrayBuffer) return { $bytes: base64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) return { $bytes: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    if (value instanceof Map) return { $map: [...value].map(([key, member]) => [encode(key), encode(member)]) };
    if (value instanceof Set) return { $set: [...value].map(encode) };
    if (Array.isArray(value)) return value.map(encode);
    const members = Object.entries(value).map(([key, member]) => [key, encode(member)]);
    const plain = Object.fromEntries(members);
    return members.some(([key]) => key.startsWith("$")) ? { $object: plain } : plain;
  }

  function base64(bytes) {
    let binary = "";
    // In pieces, for a function takes only so many arguments.
    for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(binary);
  }

  function download(blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `yardstick-rescue-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // Forgets the program (never the records) and loads it again; only when the server answers.
  async function repair() {
    say("repairing");
    const answer = await fetch("/build.json", { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return say("offline");
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(registrations.map((registration) => registration.unregister()));
    const names = (await caches.keys()).filter((name) => name.startsWith("shell-"));
    await Promise.all(names.map((name) => caches.delete(name)));
    const build = await answer.json();
    await Promise.all(build.files.map((file) => fetch(file.url, { cache: "reload" })));
    location.replace("/");
  }
})();
