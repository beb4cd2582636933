// The app: which screen is shown, and the beat. While it is visible it asks the server every two seconds what waits.

import { openVault } from "./vault.js";
import { aheadBy, look, setAhead } from "./wire.js";
import { keepPushed } from "./push.js";
import { pairingCode, shownCode } from "./typed.js";
import { allWords, fill, note, onDo, screen, show } from "./page.js";
import { mustInstallFirst, preparePhone, worker } from "./phone.js";
import * as asking from "./asking.js";
import * as logins from "./logins.js";
import * as pairing from "./pairing.js";

const beatMs = 2_000;
let vault;
let known = [];
let at = { screen: undefined, device: undefined };
let looking;
const wakeable = new Set();
// "This was not me" can bring a phone back: now and then those that were told to be gone are asked about too.
let askGone = true;

const refresh = () => looking ??= lookAll().finally(() => { looking = undefined; });

async function start() {
  try {
    if (!crypto.subtle) throw new Error("insecure");
    vault = await openVault();
  } catch {
    return show("unusable");
  }

  setAhead(await vault.fact("ahead") ?? 0);
  known = await vault.logins();
  logins.list(known);
  await pairing.preparePairing({ vault, go });
  onDo(document, { remove });
  addEventListener("hashchange", follow);
  // A link to where the address is already.
  document.addEventListener("click", ({ target }) => { if (target.closest("a")?.hash === location.hash) follow(); });
  follow();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { askGone = true; refresh(); } });
  addEventListener("online", refresh);
  addEventListener("offline", () => note({ offline: true }));
  setInterval(() => { asking.tick(); if (at.screen === "logins") logins.tick(); }, 1_000);
  await vault.keepFact("words", allWords());
  await preparePhone({ vault, refresh, wakeable: () => { wakeable.clear(); refresh(); } });
  for (;;) {
    if (!document.hidden) await refresh();
    await new Promise(resolve => setTimeout(resolve, beatMs));
  }
}

/** The address says which screen; the phone's own back button works. */
function follow() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const code = pairingCode(asked.get("pair") ?? "");
  note({ removed: false });
  pairing.begin();
  if (code) {
    // A code is for once: it does not stay in the history.
    history.replaceState(null, "", "#add");
    return mustInstallFirst() ? pairing.installFirst(code, shownCode(code)) : pairing.find(code);
  }

  const login = known.find(x => x.device === asked.get("login"));
  if (login) {
    logins.showOne(login);
    go("login", login.device);
  } else {
    go(asked.has("add") ? "add" : "home");
  }
}

function go(name, device) {
  at = { screen: name, device };
  if (name === "wait") {
    history.replaceState(null, "", "#");
    reload().then(refresh);
  }

  draw();
}

function draw() {
  const home = known.length > 0 ? "logins" : "start";
  if (at.screen === "home" || at.screen === "logins" || at.screen === "start") at.screen = home;
  show(asking.anyAsked() ? "ask" : at.screen);
}

async function lookAll() {
  const all = askGone;
  askGone = false;
  const heard = await Promise.all(known.filter(x => all || x.state !== "gone").map(lookAt));
  if (heard.some(x => x.changed)) await reload();
  const offline = heard.length > 0 ? heard.every(x => x.offline) : !navigator.onLine;
  note({ offline, listening: !offline && known.some(x => x.state === "paired"), clockWrong: Math.abs(aheadBy()) > 30_000 });
  fill(document, { minutes: Math.max(1, Math.round(Math.abs(aheadBy()) / 60_000)) });
  if (Math.abs((await vault.fact("ahead") ?? 0) - aheadBy()) > 1_000) await vault.keepFact("ahead", aheadBy());
  if (!asking.anyWaiting()) await closeNotices();
  draw();
  for (const { login, told } of heard) {
    if (told?.state === "paired" && !wakeable.has(login.device)) await beWakeable(login, told);
  }
}

async function lookAt(login) {
  let told;
  try {
    told = await look(login);
  } catch (refused) {
    if (refused.problem !== "gone") return { offline: true };
    if (login.state === "gone") return {};
    asking.forget(login.device);
    await vault.change(login.device, { state: "gone" });
    if (at.screen === "wait" && at.device === login.device) go("home");
    return { changed: true };
  }

  asking.heard(login, told.requests ?? [], draw);
  const changed = login.state !== told.state || login.firm.name !== told.firm.name || login.account.email !== told.account.email;
  if (changed) await vault.change(login.device, { state: told.state, firm: told.firm, account: told.account, deviceName: told.deviceName });
  if (at.screen === "wait" && at.device === login.device && told.state === "paired") {
    fill(screen("done"), { firm: told.firm.name });
    go("done");
  }

  return { changed, login, told };
}

/** Once at each start and whenever notifications were allowed. One that fails is tried at the next start; the app works without. */
async function beWakeable(login, told) {
  wakeable.add(login.device);
  await keepPushed(vault, worker(), login, told).catch(() => {});
}

async function reload() {
  known = await vault.logins();
  logins.list(known);
}

async function remove() {
  await logins.removeLogin(vault, known.find(x => x.device === at.device));
  await reload();
  history.replaceState(null, "", "#");
  go("home");
  note({ removed: true });
}

/** What was told on the lock screen is on this screen now, or over. */
async function closeNotices() {
  for (const notice of await worker()?.getNotifications?.() ?? []) notice.close();
}

start();
