// From a pairing code to a paired phone, in this order: look the code up, show whose login it is, make the keys, keep them,
// prove them, wait until the computer finishes. The keys are kept before they are sent, so a lost answer loses nothing.

import { newCodeKey, newSigningKey, pairingNumber } from "./keys.js";
import { look, lookUpPairing, now, provePairing } from "./wire.js";
import { keepForGood } from "./vault.js";
import { canScan, scan } from "./scan.js";
import { pairingCode, scanned } from "./typed.js";
import { busy, byId, fill, note, onDo, screen, word } from "./page.js";

let vault, go, scanning;
let code, found, login, secret, publicKey;

export async function preparePairing(ofApp) {
  ({ vault, go } = ofApp);
  note({ canScan: await canScan(), notScanning: true, scanning: false });
  onDo(document, { scan: startScan, scanStop: stopScan, inBrowser: () => find(code) });
  byId("code-form").addEventListener("submit", event => {
    event.preventDefault();
    busy(event.submitter, async () => {
      const typed = pairingCode(byId("code").value);
      problems({ codeIncomplete: !typed });
      if (typed) await find(typed);
      else byId("code").focus();
    });
  });
  byId("pair-form").addEventListener("submit", event => {
    event.preventDefault();
    busy(event.submitter, pair);
  });
}

/** Nothing of an earlier try is left, and the camera is off. */
export function begin() {
  stopScan();
  problems({});
}

/** The screen for a code that the phone was opened with, where the app must be put on the home screen first (iOS keeps apart what a browser and an installed app keep). */
export function installFirst(given, shown) {
  code = given;
  fill(screen("installFirst"), { code: shown });
  go("installFirst");
}

export async function find(given) {
  code = given;
  byId("code").value = given;
  try {
    found = await lookUpPairing(code);
  } catch (refused) {
    problems({ codeNoAnswer: refused.problem === "offline", codeUnknown: refused.problem !== "offline" });
    go("add");
    byId("code").focus();
    return;
  }

  login = undefined;
  fill(screen("pair"), { firm: found.firm.name, name: found.account.name, email: found.account.email });
  byId("phone-name").value ||= word(kindOfPhone());
  problems({});
  go("pair");
}

async function pair() {
  const name = byId("phone-name").value.trim();
  problems({ nameMissing: !name });
  if (!name) return byId("phone-name").focus();
  const kept = await keepForGood();
  if (!login) await makeKeys(name);
  try {
    await provePairing(found, code, name, { key: login.key, publicKey }, secret);
  } catch (refused) {
    if (refused.problem === "offline") return problems({ pairNoAnswer: true });
    // Where the answer to an earlier try was lost, the code is used and the phone is known.
    const there = await known();
    if (there === undefined) return problems({ pairNoAnswer: true });
    if (!there) {
      await vault.remove(login.device);
      login = undefined;
      return problems({ pairUnknown: refused.problem === "unknown", pairFailed: refused.problem !== "unknown" });
    }
  }

  secret = undefined;
  byId("code").value = "";
  note({ kept, notKept: !kept });
  fill(screen("wait"), { number: login.number });
  go("wait", login.device);
}

async function makeKeys(name) {
  const signing = await newSigningKey();
  const codes = await newCodeKey();
  publicKey = signing.publicKey;
  secret = codes.secret;
  login = {
    device: found.device, account: found.account, firm: found.firm, deviceName: name,
    state: "pending", added: now(), key: signing.key, codeKey: codes.key, number: await pairingNumber(publicKey, found.device),
  };
  await vault.keep(login);
}

/** Whether the server knows this key; undefined where it cannot be asked. A key is thrown away only on the server's word. */
const known = () => look(login).then(() => true, refused => refused.problem === "gone" ? false : undefined);

async function startScan() {
  scanning = new AbortController();
  note({ scanning: true, notScanning: false, noCamera: false, elsewhere: false });
  let read;
  try {
    await scan(byId("camera"), text => {
      const { code: inPicture, elsewhere } = scanned(text);
      note({ elsewhere });
      fill(screen("add"), { elsewhere: elsewhere ?? "" });
      read = inPicture && !elsewhere ? inPicture : undefined;
      return Boolean(read || elsewhere);
    }, scanning.signal);
  } catch {
    note({ noCamera: true });
  }

  note({ scanning: false, notScanning: true });
  if (read) await find(read);
}

function stopScan() {
  scanning?.abort();
}

function problems(found) {
  const all = { codeIncomplete: false, codeUnknown: false, codeNoAnswer: false, nameMissing: false, pairFailed: false, pairUnknown: false, pairNoAnswer: false, ...found };
  note(all);
  mark(byId("code"), all.codeIncomplete || all.codeUnknown);
  mark(byId("phone-name"), all.nameMissing);
}

function mark(input, wrong) {
  input.classList.toggle("input-validation-error", wrong);
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function kindOfPhone() {
  const agent = navigator.userAgent;
  return /iPhone/.test(agent) ? "iphone" : /iPad/.test(agent) ? "ipad" : /Android/.test(agent) ? "android" : "other";
}
