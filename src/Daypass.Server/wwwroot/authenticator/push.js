// Being woken. One subscription serves all logins of this phone; it belongs to the server's push key, and when that is
// changed a new one is made. Used by the app and by its service worker.

import { setPush } from "./wire.js";
import { fromText, toText } from "./bytes.js";

/** Sees to it that the server can wake this phone for this login. Does nothing that needs asking the person. */
export async function keepPushed(vault, registration, login, { pushKey, pushed }) {
  if (!pushKey || !registration?.pushManager || Notification.permission !== "granted") return false;
  const subscription = await subscribed(registration, pushKey);
  if (pushed && login.wokenAt === subscription.endpoint) return true;
  await setPush(login, detailsOf(subscription, pushKey));
  await vault.change(login.device, { wokenAt: subscription.endpoint });
  return true;
}

async function subscribed({ pushManager }, pushKey) {
  const there = await pushManager.getSubscription();
  if (there && toText(there.options.applicationServerKey ?? []) === pushKey) return there;
  await there?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromText(pushKey) });
}

const detailsOf = (subscription, key) => ({
  endpoint: subscription.endpoint,
  p256dh: toText(subscription.getKey("p256dh")),
  auth: toText(subscription.getKey("auth")),
  key,
});
