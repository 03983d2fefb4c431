// Shows one page of the gallery as the query string asks: view, lang, theme, open.
const query = new URLSearchParams(location.search);
const view = query.get("view") ?? "components";
const language = query.get("lang") ?? "zh-TW";
const root = document.documentElement;
root.lang = language;
if (query.has("theme")) root.dataset.theme = query.get("theme");

const copyOf = (id) => document.getElementById(id).content.cloneNode(true);

const page = document.getElementById(view);
const app = document.createElement("div");
app.className = "app";
app.append(page.content.cloneNode(true));
app.querySelector('slot[name="list"]')?.replaceWith(copyOf("list"));
if (!("bare" in page.dataset)) {
  app.append(copyOf("frame"));
  app.prepend(app.querySelector(".skip-link"));
  for (const link of app.querySelectorAll(`:is(.side-bar, .bottom-bar) a[href="?view=${page.dataset.place}"]:not(.brand)`)) {
    link.setAttribute("aria-current", "page");
  }
}

if (language === "en") {
  for (const element of app.querySelectorAll("[data-en]")) element.textContent = element.dataset.en;
  for (const element of app.querySelectorAll("[data-en-label]")) element.setAttribute("aria-label", element.dataset.enLabel);
  for (const element of app.querySelectorAll("[data-en-placeholder]")) element.placeholder = element.dataset.enPlaceholder;
}

// Links keep the language and the theme.
for (const link of app.querySelectorAll('a[href^="?view="]')) {
  const target = new URLSearchParams(link.getAttribute("href"));
  for (const key of ["lang", "theme"]) if (query.has(key)) target.set(key, query.get(key));
  link.setAttribute("href", `?${target}`);
}

document.body.append(app);
app.querySelector(`dialog#${query.get("open")}`)?.showModal();
