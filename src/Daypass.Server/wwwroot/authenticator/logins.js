// The list of logins, each with its code for when there is no connection; one login; removing it.

import { codeAt, msLeft, stepMs } from "./codes.js";
import { noPush, now, setPush } from "./wire.js";
import { byId, copyOf, fill, note, screen, shownDay, when } from "./page.js";

const cards = new Map();

/** Shows these logins, and no others. */
export function list(logins) {
  for (const [device, card] of cards) {
    if (!logins.some(x => x.device === device)) {
      card.root.remove();
      cards.delete(device);
    }
  }

  for (const login of logins) {
    const card = cards.get(login.device) ?? add(login);
    card.login = login;
    fill(card.root, { firm: login.firm.name, email: login.account.email, number: login.number ?? "" });
    when(card.root, { pending: login.state === "pending", paired: login.state === "paired", gone: login.state === "gone" });
  }

  note({ some: logins.length > 0 });
  tick();
}

/** Once a second: the codes and how long they are good for. */
export async function tick() {
  const at = now();
  for (const { login, root } of cards.values()) {
    if (login.state !== "paired") continue;
    const code = await codeAt(login.codeKey, at);
    fill(root, { code1: code.slice(0, 3), code2: code.slice(3) });
    const bar = root.querySelector("progress");
    bar.value = Math.ceil(msLeft(at) / 1000);
    bar.classList.toggle("short", msLeft(at) < stepMs / 6);
  }
}

export function showOne(login) {
  const root = screen("login");
  fill(root, {
    firm: login.firm.name, name: login.account.name, email: login.account.email, phone: login.deviceName,
    added: shownDay(login.added), address: `${location.host}/${login.firm.address}`,
  });
  when(root, { live: login.state === "paired", dead: login.state !== "paired" });
}

/** Deletes the key. The server is told to wake this phone no more, if it can be reached. */
export async function removeLogin(vault, login) {
  if (login.state === "paired") await setPush(login, noPush).catch(() => {});
  await vault.remove(login.device);
}

function add(login) {
  const root = copyOf("login-card", login.device);
  root.querySelector(".details").href = `#login=${login.device}`;
  const card = { root, login };
  cards.set(login.device, card);
  byId("logins").append(root);
  return card;
}
