/** What is looked at inside the page: runs before anything of it, and writes down when things happened. */

/** What the probe knows, on `window.probe`. */
export type Probe = {
  /** Milliseconds after the navigation at which the first row of a list stood in the page. */
  listAt?: number;
  /** The same, once the page had nothing more to do and would have answered a tap. */
  interactiveAt?: number;
  /** Ends of durable commits, in milliseconds after the navigation. */
  commits: number[];
  /** How long each tap or key took until the next picture. */
  interactions: { name: string; ms: number }[];
  /** Tasks of over 50 ms, in milliseconds after the navigation. */
  longTasks: { at: number; ms: number }[];
  /** The memory of the app's module in bytes. */
  wasmBytes: () => number;
};

export type Probed = Window & { probe: Probe };

export function installProbe(): void {
  let memory: WebAssembly.Memory | undefined;
  const probe: Probe = { commits: [], interactions: [], longTasks: [], wasmBytes: () => memory?.buffer.byteLength ?? 0 };
  (window as unknown as Probed).probe = probe;

  // The loader compiles the module itself and hands it over; parts come later and share its memory.
  const instantiate = WebAssembly.instantiate as (...given: unknown[]) => Promise<WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource>;
  WebAssembly.instantiate = (async (...given: unknown[]) => {
    const made = await instantiate(...given);
    const { exports } = made instanceof WebAssembly.Instance ? made : made.instance;
    memory ??= exports.memory as WebAssembly.Memory | undefined;
    return made;
  }) as typeof WebAssembly.instantiate;

  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...given) {
    const opened = transaction.apply(this, given);
    if (opened.mode === "readwrite") opened.addEventListener("complete", () => probe.commits.push(performance.now()));
    return opened;
  };

  const firstRow = new MutationObserver(() => {
    if (!document.querySelector("main .row")) return;
    firstRow.disconnect();
    requestAnimationFrame(() => {
      probe.listAt = performance.now();
      // A macrotask that comes after everything that was waiting.
      setTimeout(() => setTimeout(() => (probe.interactiveAt = performance.now())));
    });
  });
  firstRow.observe(document, { childList: true, subtree: true });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) probe.interactions.push({ name: entry.name, ms: entry.duration });
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) probe.longTasks.push({ at: entry.startTime, ms: entry.duration });
  }).observe({ type: "longtask", buffered: true });
}
