// The service worker: keeps the app for when there is no connection, and is woken by pushes. What it was woken for it asks
// the server, signed with the phone's key; the push itself says nothing.

import { openVault } from "./vault.js";
import { look, setAhead } from "./wire.js";
import { keepPushed } from "./push.js";

// As in version.js. Here too: a browser looks for updates in this very file.
const version = "7fe6a82fca79";

const home = "/authenticator/";
const kept = `app-${version}`;
const files = [
  home, "/daypass.css", "/favicon.svg",
  ...["authenticator.css", "manifest.webmanifest", "icon-192.png", "badge-96.png", "app.js", "asking.js", "bytes.js", "codes.js", "keys.js", "logins.js",
    "page.js", "pairing.js", "phone.js", "push.js", "scan.js", "typed.js", "vault.js", "version.js", "wire.js"].map(x => home + x),
];
const patience = 3_000;
const byName = { ignoreVary: true };
// Pages that came out of the cache: what they load comes from there too, so that nothing is mixed and nothing waits.
const fromCache = new Set();

// All or nothing: half an app is none.
const keepAll = async () => (await caches.open(kept)).addAll(files.map(x => new Request(x, { cache: "no-cache" })));

addEventListener("install", event => event.waitUntil(keepAll().then(() => skipWaiting())));

addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name);
  await clients.claim();
  for (const page of await pages()) page.postMessage({ version });
})()));

addEventListener("fetch", event => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !files.includes(pathname)) return;
  event.respondWith(pathname === home ? page(event) : file(event, pathname));
});

async function page(event) {
  try {
    const answer = await fetch(home, { signal: AbortSignal.timeout(patience), cache: "no-cache", credentials: "omit" });
    if (answer.ok) {
      event.waitUntil(keepAll().catch(() => {}));
      return answer;
    }
  } catch {
    // no connection, or too slow
  }

  fromCache.add(event.resultingClientId);
  return await caches.match(home, byName) ?? fetch(home);
}

async function file(event, pathname) {
  const there = await caches.match(pathname, byName);
  if (there && fromCache.has(event.clientId)) return there;
  try {
    return await fetch(event.request, there && { signal: AbortSignal.timeout(patience) });
  } catch (failed) {
    if (there) return there;
    throw failed;
  }
}

// Windows of the app; other pages of this server may be open in the same browser.
const pages = async () => (await clients.matchAll({ type: "window", includeUncontrolled: true })).filter(x => new URL(x.url).pathname === home);

addEventListener("push", event => event.waitUntil(wake()));

async function wake() {
  const open = await pages();
  for (const page of open) page.postMessage("look");
  if (open.some(x => x.visibilityState === "visible")) return;
  const vault = await openVault();
  const words = await vault.fact("words") ?? {};
  setAhead(await vault.fact("ahead") ?? 0);
  const waiting = (await Promise.all((await paired(vault)).map(waitingOf))).flat();
  for (const { login, request } of waiting) {
    await tell(words, words.body?.replace("{firm}", login.firm.name).replace("{email}", login.account.email), request.id);
  }

  // A browser takes the right to push away from whoever is woken and says nothing.
  if (waiting.length === 0) await tell(words, words.look, "look");
}

const waitingOf = login => look(login).then(told => (told.requests ?? []).map(request => ({ login, request })), () => []);

const paired = async vault => (await vault.logins()).filter(x => x.state === "paired");

const tell = (words, body, tag) => registration.showNotification(words.title ?? "Daypass", {
  body, tag, renotify: tag !== "look", icon: `${home}icon-192.png`, badge: `${home}badge-96.png`,
});

addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil((async () => {
    const [open] = await pages();
    return open ? open.focus() : clients.openWindow(home);
  })());
});

// The browser changed the address at which it can be woken: the server is told the new one.
addEventListener("pushsubscriptionchange", event => event.waitUntil((async () => {
  const vault = await openVault();
  for (const login of await paired(vault)) await keepPushed(vault, registration, login, { ...await look(login), pushed: false });
})()));
