// What this phone grants the app: a place on the home screen, notifications, keys kept for good, newer versions.

import { note, onDo } from "./page.js";
import { version } from "./version.js";

const agent = navigator.userAgent;
const ios = /iP(hone|ad|od)/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
const installed = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
let prompt, registration;

/** On iOS the installed app has a vault of its own: what is paired in the browser stays in the browser. */
export const mustInstallFirst = () => ios && !installed();

export const worker = () => registration;

export async function preparePhone({ vault, refresh, wakeable }) {
  addEventListener("beforeinstallprompt", event => {
    event.preventDefault();
    prompt = event;
    noteInstall();
  });
  addEventListener("appinstalled", () => { prompt = undefined; noteInstall(); });
  noteInstall();
  onDo(document, {
    install: async () => { await prompt?.prompt(); },
    pushAllow: async () => { await Notification.requestPermission(); await notePush(vault); wakeable(); },
    pushLater: async () => { await vault.keepFact("pushLater", true); await notePush(vault); },
    update: () => location.reload(),
  });
  const kept = await navigator.storage.persisted().catch(() => false);
  note({ kept, notKept: !kept });
  await startWorker(refresh);
  await notePush(vault);
}

function noteInstall() {
  const there = installed();
  note({
    installed: there, notInstalled: !there, canPrompt: !there && Boolean(prompt),
    ios: !there && ios, byMenu: !there && !ios && !prompt, noPrompt: !there && !prompt,
  });
}

export async function notePush(vault) {
  const possible = Boolean(registration?.pushManager) && "Notification" in globalThis;
  const asked = possible ? Notification.permission : "none";
  const later = await vault.fact("pushLater") === true;
  note({
    pushOn: asked === "granted", pushBlocked: asked === "denied", pushOff: asked === "default", pushNone: !possible,
    pushAsk: asked === "default" && !later, pushRow: asked === "default" && later,
  });
}

async function startWorker(refresh) {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data === "look") refresh();
    else if (data.version) note({ update: data.version !== version });
  });
  try {
    registration = await navigator.serviceWorker.register("/authenticator/sw.js", { type: "module", scope: "/authenticator/", updateViaCache: "none" });
  } catch {
    return; // an old browser: the app works, but not without a connection, and nothing wakes it
  }

  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < 60 * 60_000) return;
    asked = Date.now();
    registration.update().catch(() => {});
  });
}
