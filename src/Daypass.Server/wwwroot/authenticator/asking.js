// "Is this you?": one card for each sign-in that waits, from the question to what came of it.

import { answer, notMe, now } from "./wire.js";
import { digitsOf } from "./typed.js";
import { busy, byId, copyOf, fill, note, onDo, shownTime, when } from "./page.js";

const life = 60_000;
const cards = new Map();
const states = ["asking", "approved", "denied", "wrongNumber", "expired", "answered", "suspect", "ended"];
// After these the sign-in may have been somebody else's.
const mayBeOthers = ["wrongNumber", "expired", "answered", "approved"];
const untouched = ["expired", "answered"];

export const anyAsked = () => cards.size > 0;
export const anyWaiting = () => [...cards.values()].some(x => x.state === "asking");

/** Brings the cards of one login in line with what the server says is waiting. */
export function heard(login, requests, changed) {
  for (const request of requests) {
    if (!cards.has(request.id)) add(login, request, changed);
  }

  for (const card of cards.values()) {
    const gone = card.login.device === login.device && !requests.some(x => x.id === card.request.id);
    if (gone && card.state === "asking" && !card.sending) turn(card, now() >= card.request.expires ? "expired" : "answered");
  }

  makeRoom();
  count();
}

/** Somebody with the password alone may ask again and again: what was never touched makes room once something else waits. */
function makeRoom() {
  if (!anyWaiting()) return;
  for (const card of [...cards.values()]) {
    if (untouched.includes(card.state) && !card.touched) close(card);
  }
}

/** The login can answer nothing any more. */
export function forget(device) {
  for (const card of [...cards.values()].filter(x => x.login.device === device)) close(card);
}

/** Once a second: the time left of each. */
export function tick() {
  for (const card of cards.values()) {
    if (card.state !== "asking") continue;
    const left = card.request.expires - now();
    if (left <= 0 && !card.sending) turn(card, "expired");
    const bar = card.root.querySelector("progress");
    bar.value = Math.max(0, Math.ceil(left / 1000));
    bar.classList.toggle("short", left < 15_000);
  }
}

function add(login, request, changed) {
  const root = copyOf("request-card", request.id);
  const card = { login, request, root, state: "asking", sending: false, touched: false, changed };
  const [input, label] = [root.querySelector("input"), root.querySelector("label")];
  label.htmlFor = input.id = `typed-${request.id}`;
  input.setAttribute("aria-describedby", `number-hint-${request.id} number-error-${request.id}`);
  root.querySelector("progress").max = life / 1000;
  fill(root, {
    firm: login.firm.name, email: login.account.email,
    browser: request.browser, address: request.address, asked: shownTime(request.asked),
  });
  when(root, { known: request.known, unknown: !request.known });
  turn(card, "asking");
  root.querySelector("form").addEventListener("submit", event => {
    event.preventDefault();
    busy(event.submitter ?? root.querySelector("form .button"), () => approve(card, input));
  });
  onDo(root, {
    deny: button => busy(button, () => send(card, false, "")),
    suspect: () => { card.touched = true; turn(card, "suspect"); },
    notMe: button => busy(button, () => endEverything(card)),
    close: () => { close(card); changed(); },
  });
  cards.set(request.id, card);
  byId("requests").append(root);
  tick();
}

async function approve(card, input) {
  const number = digitsOf(input.value);
  const complete = number.length === 2;
  problem(card, { numberMissing: !complete });
  if (complete) await send(card, true, number);
  else input.focus();
}

async function send(card, approves, number) {
  card.sending = card.touched = true;
  try {
    const { outcome } = await answer(card.login, card.request.id, approves, number);
    turn(card, outcome, true);
  } catch (refused) {
    if (refused.problem === "offline") problem(card, { noAnswer: true });
    else turn(card, "answered", true);
  } finally {
    card.sending = false;
    card.changed();
  }
}

async function endEverything(card) {
  try {
    await notMe(card.login, card.request.id);
    turn(card, "ended", true);
  } catch (refused) {
    if (refused.problem === "offline") problem(card, { noAnswer: true });
    else turn(card, "answered", true);
  }
}

function problem(card, { numberMissing = false, noAnswer = false }) {
  when(card.root, { numberMissing, noAnswer });
  const input = card.root.querySelector("input");
  input.classList.toggle("input-validation-error", numberMissing);
  input.toggleAttribute("aria-invalid", numberMissing);
}

function turn(card, state, spoken = false) {
  card.state = state;
  problem(card, {});
  when(card.root, Object.fromEntries(states.map(x => [x, x === state])));
  when(card.root, {
    denied: state === "denied",
    suspect: state === "denied" || state === "suspect",
    over: !["asking", "denied", "suspect"].includes(state),
    maySuspect: mayBeOthers.includes(state),
  });
  if (spoken || state === "suspect") card.root.querySelector(`[data-when="${state}"] h2`).focus();
  count();
}

function close(card) {
  card.root.remove();
  cards.delete(card.request.id);
  count();
}

function count() {
  const waiting = [...cards.values()].filter(x => x.state === "asking").length;
  fill(document, { count: waiting });
  note({ many: waiting > 1, waits: waiting > 0, nothingWaits: waiting === 0 });
}
